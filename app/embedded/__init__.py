"""The whole of Vouch as one supervised process tree, with nothing but Python packages."""
