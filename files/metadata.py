"""The sizes of a picture show it, and tell nothing else: Willow would write into each of them what the camera noted in the
original, its place too, and comments (1.12). The original stays as it came.
"""

from willow.plugins.pillow import PillowImage
from willow.registry import registry

# What a size needs to look as the original does.
LOOKS = {"icc_profile", "transparency", "background", "duration", "loop"}


def forget_notes() -> None:
    """Called once, when the apps are ready: every size begins with turning the original as the camera was held."""
    turn = PillowImage.auto_orient

    def turn_and_forget(image: PillowImage) -> PillowImage:
        turned = turn(image)
        turned.image.info = {name: value for name, value in turned.image.info.items() if name in LOOKS}
        return turned

    registry.register_operation(PillowImage, "auto_orient", turn_and_forget)
