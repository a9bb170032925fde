"""签到（点名）表: a roll, printed empty before or filled after; the recorder's roll is what counts."""
