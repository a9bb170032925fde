"""在职党员进社区工作登记表: what is filed with the 工委 (S9-3)."""
