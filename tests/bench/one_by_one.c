/* What a plain program does with libvirt's C library, one call after the other:
 *
 *   one_by_one read PREFIX       the inactive XML of every domain whose name begins so
 *   one_by_one define FILE…      defines the domain of each file
 *   one_by_one patch PREFIX KIB  gives every domain whose name begins so that much memory: reads its XML with its passwords, changes it, defines it
 *   one_by_one undefine PREFIX   removes every domain whose name begins so, and its NVRAM
 */
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *text_of(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    long length = ftell(file);
    rewind(file);
    char *text = malloc(length + 1);
    text[fread(text, 1, length, file)] = 0;
    fclose(file);
    return text;
}

static int fail(const char *what)
{
    fprintf(stderr, "one_by_one: %s: %s\n", what, virGetLastErrorMessage());
    return 1;
}

/* The XML with the numbers of memory and currentMemory replaced; libvirt writes both in KiB. */
static char *with_memory(const char *xml, const char *kib)
{
    const char *ends[] = { strstr(xml, "</memory>"), strstr(xml, "</currentMemory>") };
    char *edited = calloc(1, strlen(xml) + 2 * strlen(kib) + 1);
    for (int i = 0; i < 2; i++) {
        const char *begin = ends[i];
        while (begin[-1] != '>')
            begin--;
        strncat(edited, xml, begin - xml);
        strcat(edited, kib);
        xml = ends[i];
    }
    return strcat(edited, xml);
}

static int patch(virConnectPtr connection, virDomainPtr domain, const char *kib)
{
    char *xml = virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE);
    if (!xml)
        return -1;
    char *edited = with_memory(xml, kib);
    virDomainPtr defined = virDomainDefineXML(connection, edited);
    free(edited);
    free(xml);
    if (!defined)
        return -1;
    virDomainFree(defined);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: one_by_one read|undefine PREFIX, one_by_one patch PREFIX KIB, one_by_one define FILE...\n");
        return 2;
    }

    int reading = strcmp(argv[1], "read") == 0, patching = strcmp(argv[1], "patch") == 0 && argc > 3;
    virConnectPtr connection = reading ? virConnectOpenReadOnly("qemu:///system") : virConnectOpen("qemu:///system");
    if (!connection)
        return fail("connect");

    if (strcmp(argv[1], "define") == 0) {
        for (int i = 2; i < argc; i++) {
            char *xml = text_of(argv[i]);
            virDomainPtr domain = xml ? virDomainDefineXML(connection, xml) : NULL;
            if (!domain)
                return fail(argv[i]);
            virDomainFree(domain);
            free(xml);
        }
        virConnectClose(connection);
        return 0;
    }

    virDomainPtr *domains;
    int found = virConnectListAllDomains(connection, &domains, 0), done = 0;
    size_t bytes = 0, prefix = strlen(argv[2]);
    if (found < 0)
        return fail("list");
    for (int i = 0; i < found; i++) {
        if (strncmp(virDomainGetName(domains[i]), argv[2], prefix) == 0) {
            if (reading) {
                char *xml = virDomainGetXMLDesc(domains[i], VIR_DOMAIN_XML_INACTIVE);
                if (!xml)
                    return fail("read");
                bytes += strlen(xml);
                free(xml);
            } else if (patching) {
                if (patch(connection, domains[i], argv[3]) < 0)
                    return fail(virDomainGetName(domains[i]));
            } else if (virDomainUndefineFlags(domains[i], VIR_DOMAIN_UNDEFINE_NVRAM) < 0) {
                return fail("undefine");
            }
            done++;
        }
        virDomainFree(domains[i]);
    }
    free(domains);
    virConnectClose(connection);
    printf("%d domains, %zu bytes\n", done, bytes);
    return 0;
}
