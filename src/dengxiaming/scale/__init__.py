"""The kernel over shards of whole organisations. Pure. What a shard holds and why: `scale/cut.py`."""

from dengxiaming.scale.run import Order, evaluate_shards, summed
from dengxiaming.scale.store import is_sharded, write_shards

__all__ = ["Order", "evaluate_shards", "is_sharded", "summed", "write_shards"]
