"""What is kept is what was used last."""

from dengxiaming.ground.memory import Memory


def test_the_longest_unused_is_forgotten_first() -> None:
    memory, made = Memory[int](2), []

    def get(key: int) -> int:
        return memory.get(key, lambda: made.append(key) or key)

    assert [get(1), get(2), get(1), get(3), get(1), get(2)] == [1, 2, 1, 3, 1, 2]
    assert made == [1, 2, 3, 2]
