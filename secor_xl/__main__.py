"""``python -m secor_xl`` is the same as the command ``secor-xl``."""

from secor_xl.cli.main import main

if __name__ == "__main__":
    main()
