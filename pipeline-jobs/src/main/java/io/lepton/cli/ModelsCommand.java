package io.lepton.cli;

import io.lepton.registry.Difference;
import io.lepton.registry.ModelRegistry;
import io.lepton.registry.ModelVersion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code lepton models …}: looks into the registry and moves its aliases. Starts no Spark, but to compress. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        subcommands = CompressCommand.class,
        description = "List, show, compare, compress, promote, roll back and delete models.")
final class ModelsCommand implements Runnable {
    @Option(
            names = "--lake",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:LEPTON_LAKE:-lake}",
            description = "Root of the lake (default: $LEPTON_LAKE or 'lake').")
    private String lake;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        list();
    }

    @Command(description = "All models, their versions and aliases.", mixinStandardHelpOptions = true)
    void list() {
        ModelRegistry registry = registry();
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, "%-30s %8s  %-20s %s", "MODEL", "VERSIONS", "NEWEST", "ALIASES"));
        for (String name : registry.models()) {
            var versions = registry.versions(name);
            String newest = versions.isEmpty()
                    ? "-"
                    : versions.get(versions.size() - 1).createdAt().toString().substring(0, 19);
            String aliases = registry.aliases(name).entrySet().stream()
                    .map(alias -> alias.getKey() + "→" + alias.getValue())
                    .collect(Collectors.joining(", "));
            out.println(String.format(Locale.ROOT, "%-30s %8d  %-20s %s", name, versions.size(), newest, aliases));
        }
        out.flush();
    }

    @Command(description = "One version: NAME, NAME@ALIAS or NAME/VERSION.", mixinStandardHelpOptions = true)
    void show(@Parameters(paramLabel = "MODEL") String reference) {
        ModelRegistry registry = registry();
        ModelVersion version = registry.resolve(reference);
        PrintWriter out = spec.commandLine().getOut();
        new ModelScreen(out).print(version, aliasesOf(registry, version), registry);
        out.flush();
    }

    private static List<String> aliasesOf(ModelRegistry registry, ModelVersion version) {
        return registry.aliases(version.name()).entrySet().stream()
                .filter(alias -> alias.getValue() == version.version())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Command(description = "What differs between two versions.", mixinStandardHelpOptions = true)
    void diff(@Parameters(paramLabel = "MODEL") String left, @Parameters(paramLabel = "MODEL") String right) {
        ModelRegistry registry = registry();
        for (Difference difference : registry.diff(registry.resolve(left), registry.resolve(right))) {
            spec.commandLine()
                    .getOut()
                    .println(difference.what() + ": " + difference.before().orElse("-") + " → "
                            + difference.after().orElse("-"));
        }
    }

    @Command(description = "Point an alias at a version.", mixinStandardHelpOptions = true)
    void promote(
            @Parameters(paramLabel = "MODEL") String reference,
            @Option(names = "--alias", defaultValue = "champion") String alias,
            @Option(names = "--why", required = true, description = "The reason, kept in the alias's history.")
                    String why) {
        ModelRegistry registry = registry();
        ModelVersion version = registry.resolve(reference);
        registry.promote(version.name(), version.version(), alias, why);
        spec.commandLine()
                .getOut()
                .println(version.name() + "@" + alias + " is now version " + version.version() + ".");
    }

    @Command(description = "Point an alias back at the version it named before.", mixinStandardHelpOptions = true)
    void rollback(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--alias", defaultValue = "champion") String alias) {
        ModelVersion version = registry().rollback(name, alias);
        spec.commandLine().getOut().println(name + "@" + alias + " is now version " + version.version() + ".");
    }

    @Command(description = "Delete a version that no alias names.", mixinStandardHelpOptions = true)
    void delete(@Parameters(paramLabel = "NAME/VERSION") String reference) {
        ModelRegistry registry = registry();
        ModelVersion version = registry.resolve(reference);
        registry.delete(version.name(), version.version());
        spec.commandLine().getOut().println("Deleted " + version.name() + "/" + version.version() + ".");
    }

    String lake() {
        return lake;
    }

    private ModelRegistry registry() {
        return new ModelRegistry(new Configuration(), new Path(lake, "registry").toString());
    }
}
