"""The bank of quick questions: at least two of each lesson, each with new numbers at every visit."""
