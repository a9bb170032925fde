"""What people do about an unqualified member (S4-5, R7): the steps, each taken by hand."""
