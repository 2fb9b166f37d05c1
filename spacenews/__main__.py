"""`python -m spacenews` is the program `spacenews`."""

from spacenews.cli import main

if __name__ == "__main__":
    main()
