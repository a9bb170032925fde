"""Who may see a member's page, raise what has to be answered, and appoint."""

from typing import Final

from dengxiaming.ground.policy import OWN, SELF, WITHIN, Policy

POLICY: Final[Policy] = {
    "member.read": {
        "member": SELF,
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "officer": WITHIN,
    },
    "trigger.raise": {
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "officer": WITHIN,
    },
    # 受处分、困难挫折、群众反映、违纪线索：只有办的书记知道
    "trigger.sensitive": {"branch_secretary": OWN, "general_secretary": WITHIN},
    "transfer.read": {
        "member": SELF,
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "officer": WITHIN,
    },
    # 提出：本人，本支部的书记、委员，上级总支代提
    "transfer.ask": {
        "member": SELF,
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
    },
    # 同意、接收、记回执：由书记签；支部没有书记的，上级总支书记代
    "transfer.write": {"branch_secretary": OWN, "general_secretary": WITHIN},
    "register.read": {
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "officer": WITHIN,
    },
    # 名册由书记导入；上级总支、工委可以给下面的支部一起导入
    "register.write": {"branch_secretary": OWN, "general_secretary": WITHIN, "officer": WITHIN},
    # 个人的登记信息：号码和电话只露末四位
    "particulars.read": {"member": SELF, "branch_secretary": OWN, "branch_committee": OWN, "general_secretary": WITHIN},
    # 看全号要再点一下，留痕；更正只由本支部书记
    "particulars.whole": {"member": SELF, "branch_secretary": OWN},
    "particulars.write": {"branch_secretary": OWN},
    "statistics.read": {
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "party_group_member": WITHIN,
        "officer": WITHIN,
    },
    "development.read": {
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "officer": WITHIN,
    },
    # 记步骤：支部的书记、委员；上级的批复，上级总支也可以自己记
    "development.write": {
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
    },
}
