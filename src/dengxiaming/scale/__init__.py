"""The kernel over shards of whole organisations. Pure. What a shard holds and why: `scale/cut.py`."""

from dengxiaming.scale.run import Order, chosen, evaluate_shards
from dengxiaming.scale.store import is_sharded, write_shards

__all__ = ["Order", "chosen", "evaluate_shards", "is_sharded", "write_shards"]
