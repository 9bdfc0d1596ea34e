"""The records file beside the profile: what people vouched for, and what a team accepts for a while."""
