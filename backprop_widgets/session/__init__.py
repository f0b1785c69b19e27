"""The one state that the views of a lesson share."""
