"""The sample city: a made-up place with three years of records, and faults planted in it on purpose, each in a key.

Nothing here asks the kernel what it thinks: the key is what the planter knows it did (`decisions.md`, "What proves it
is not a toy").
"""

from dengxiaming.exchange.sample.build import Sample, build_sample
from dengxiaming.exchange.sample.key import Fault, write_key

__all__ = ["Fault", "Sample", "build_sample", "write_key"]
