"""The one widget: its page, its pace, its colours and its native controls."""
