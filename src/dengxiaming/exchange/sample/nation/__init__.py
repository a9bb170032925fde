"""The country for measuring: the proportions of R12, a year of dues and acts, made a shard at a time in columns.

A shard is one work committee with all that is below it. It is made from its number and the seed alone, so that any
shard can be made again without the others. Regular on purpose, with no key; what is missing is left out at random.
"""

from dengxiaming.exchange.sample.nation.plan import MEMBERS, NATION_AS_OF, ORGANIZATIONS, Plan
from dengxiaming.exchange.sample.nation.shard import build_shard, laid_together

__all__ = ["MEMBERS", "NATION_AS_OF", "ORGANIZATIONS", "Plan", "build_shard", "laid_together"]
