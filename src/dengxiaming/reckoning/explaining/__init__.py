"""Why a verdict is what it is: what was asked, what counted, what did not and why, and what still settles it."""
