"""发展党员的纸: 谈话登记表、考察登记表 as forms with boxes; 公示、请示、决议 as letters; the words are data."""
