"""The register: members' particulars, rosters read from workbooks, what differs, yearly statistics."""
