"""What Quire is compared with, each as its users would write it."""
