using System.CommandLine;

return new RootCommand("Declarative provisioning for libvirt.").Parse(args).Invoke();
