"""Who may do what: the people it is tried with, and each action as something that is really done."""
