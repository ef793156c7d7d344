"""One line for each system of osinfo-db, as libosinfo reads it: for SystemDatabaseTests."""
import gi
gi.require_version("Libosinfo", "1.0")
from gi.repository import Libosinfo


def items(collection):
    return [collection.get_nth(i) for i in range(collection.get_length())]


def amount(resources, arch, getter):
    """What is stated for the architecture, else for all of them."""
    for wanted in (arch, "all"):
        for stated in items(resources):
            if stated.get_architecture() == wanted and getattr(stated, getter)() != -1:
                return str(getattr(stated, getter)())
    return ""


def amounts(resources, arch):
    return "/".join(amount(resources, arch, getter) for getter in ("get_ram", "get_n_cpus", "get_storage"))


def firmware(system, arch, kind):
    for stated in items(system.get_complete_firmware_list()):
        if stated.get_architecture() == arch and stated.get_firmware_type() == kind:
            return "yes" if stated.is_supported() else "no"
    return ""


def describe(system):
    minimum, recommended = system.get_minimum_resources(), system.get_recommended_resources()
    network = system.get_network_install_resources()
    fields = [system.get_id(), ",".join(sorted(set(system.get_short_id_list()))), system.get_name(), system.get_family(),
              system.get_distro(), system.get_version(), ",".join(sorted({device.get_id() for device in items(system.get_all_devices())}))]
    for arch in ("x86_64", "i686", "aarch64", "ppc64le", "s390x"):
        fields.append(" ".join([amounts(minimum, arch), amounts(recommended, arch), amount(network, arch, "get_ram"),
                                firmware(system, arch, "efi"), firmware(system, arch, "bios")]))
    counts = (system.get_media_list(), system.get_tree_list(), system.get_image_list(), system.get_device_drivers())
    fields.append(" ".join(str(found.get_length()) for found in counts))
    fields.append(",".join(script.get_id() for script in items(system.get_install_script_list())))
    return "|".join(field or "" for field in fields)


loader = Libosinfo.Loader()
loader.process_default_path()
for entry in loader.get_db().get_os_list().get_elements():
    print(describe(entry))
