"""What the admin screens of every room share."""
