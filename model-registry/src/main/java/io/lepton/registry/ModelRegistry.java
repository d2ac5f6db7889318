package io.lepton.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Models by name, version and alias. See the package's description for how they lie on disk. */
public final class ModelRegistry {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern REFERENCE = Pattern.compile("([^@/]+)(?:@([^@/]+)|/v?(\\d+))?");
    private static final String DELETED = ".deleted";

    private final Configuration configuration;
    private final Storage storage;

    /** @param root folder of the registry, any Hadoop path; it need not exist */
    public ModelRegistry(Configuration configuration, String root) {
        this.configuration = configuration;
        this.storage = new Storage(configuration, root);
    }

    /** Registers a version with its files. The same run registers a name once: again, it gets the version that it made before. */
    public ModelVersion register(NewVersion version) {
        requireName("model", version.name());
        Optional<ModelVersion> before = versions(version.name()).stream()
                .filter(known -> known.runId().equals(version.runId()))
                .findFirst();
        if (before.isPresent()) {
            return before.get();
        }
        Path folder = storage.path(version.name(), "files", version.runId().replaceAll("[^A-Za-z0-9._-]", "_"));
        storage.delete(folder);
        List<FileEntry> files = new ArrayList<>();
        new TreeMap<>(version.files())
                .forEach((name, source) -> files.add(storage.copy(source, configuration, folder, name)));
        Instant now = Instant.now();
        for (int number = lastNumber(version.name()) + 1; ; number++) {
            ModelVersion candidate = new ModelVersion(
                    version.name(),
                    number,
                    now,
                    version.runId(),
                    version.description(),
                    files,
                    version.inputSchemaJson(),
                    version.outputSchemaJson(),
                    version.parameters(),
                    version.metrics(),
                    version.fairnessJson(),
                    version.lineage(),
                    folder.toString());
            if (storage.putIfAbsent(manifest(version.name(), number), candidate)) {
                return candidate;
            }
        }
    }

    /** Names of all models, sorted. */
    public List<String> models() {
        return storage.list(storage.path());
    }

    /** Versions that are not deleted, oldest first. */
    public List<ModelVersion> versions(String name) {
        return numbers(name).stream()
                .map(number -> storage.read(manifest(name, number), ModelVersion.class))
                .toList();
    }

    public ModelVersion version(String name, int number) {
        if (!numbers(name).contains(number)) {
            throw new RegistryException("Cannot find " + name + "/" + number + ": " + known(name));
        }
        return storage.read(manifest(name, number), ModelVersion.class);
    }

    /** Resolves {@code name@alias}, {@code name/3}, {@code name/v3}, or {@code name} for its newest version. */
    public ModelVersion resolve(String reference) {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            throw new RegistryException(
                    "Cannot find model '" + reference + "': write NAME, NAME@ALIAS or NAME/VERSION.");
        }
        String name = matcher.group(1);
        if (matcher.group(2) != null) {
            Integer number = aliases(name).get(matcher.group(2));
            if (number == null) {
                throw new RegistryException("Cannot find " + reference + ": " + known(name) + " Its aliases: "
                        + (aliases(name).isEmpty()
                                ? "none"
                                : String.join(", ", aliases(name).keySet())) + ".");
            }
            return version(name, number);
        }
        if (matcher.group(3) != null) {
            return version(name, Integer.parseInt(matcher.group(3)));
        }
        TreeSet<Integer> numbers = numbers(name);
        if (numbers.isEmpty()) {
            throw new RegistryException("Cannot find model '" + name + "': " + known(name));
        }
        return version(name, numbers.last());
    }

    /** Points an alias at a version. Nothing happens if it names that version already. */
    public ModelVersion promote(String name, int number, String alias, String why) {
        requireName("alias", alias);
        ModelVersion version = version(name, number);
        while (AliasMove.current(moves(name, alias))
                .filter(current -> current == number)
                .isEmpty()) {
            add(name, alias, new AliasMove("promote", number, why, Instant.now()));
        }
        return version;
    }

    /** Points an alias back at what it named before its last promotion. */
    public ModelVersion rollback(String name, String alias) {
        List<AliasMove> moves = moves(name, alias);
        int previous = AliasMove.previous(moves)
                .orElseThrow(() -> new RegistryException(
                        "Cannot roll back " + name + "@" + alias + ": it has named no other version before."));
        ModelVersion version = version(name, previous);
        if (!storage.putIfAbsent(
                move(name, alias, moves.size() + 1),
                new AliasMove("rollback", previous, "rolled back", Instant.now()))) {
            throw new RegistryException(
                    "Cannot roll back " + name + "@" + alias + ": it was moved at the same time. Look at it again.");
        }
        return version;
    }

    /** Deletes a version's files and hides it; its number is not given again. */
    public void delete(String name, int number) {
        version(name, number);
        List<String> naming = aliases(name).entrySet().stream()
                .filter(alias -> alias.getValue() == number)
                .map(Map.Entry::getKey)
                .toList();
        if (!naming.isEmpty()) {
            throw new RegistryException("Cannot delete " + name + "/" + number + ": the alias '"
                    + String.join("', '", naming) + "' names it. Promote another version first.");
        }
        String path = version(name, number).path();
        storage.putIfAbsent(storage.path(name, "versions", six(number) + DELETED), Map.of("deletedAt", Instant.now()));
        storage.delete(new Path(path));
    }

    /** Versions by alias. */
    public Map<String, Integer> aliases(String name) {
        Map<String, Integer> aliases = new TreeMap<>();
        for (String alias : storage.list(storage.path(name, "aliases"))) {
            AliasMove.current(moves(name, alias)).ifPresent(number -> aliases.put(alias, number));
        }
        return aliases;
    }

    /** What differs: metrics, parameters, lineage, files. */
    public List<Difference> diff(ModelVersion left, ModelVersion right) {
        List<Difference> differences = new ArrayList<>();
        compare(differences, "", described(left), described(right));
        return differences;
    }

    /** @throws RegistryException naming every file that is absent or not what was registered */
    public void verify(ModelVersion version) {
        List<String> spoilt = version.files().stream()
                .filter(file ->
                        !storage.checksum(new Path(version.path(), file.name())).equals(file.sha256()))
                .map(FileEntry::name)
                .toList();
        if (!spoilt.isEmpty()) {
            throw new RegistryException("Cannot trust " + version.name() + "/" + version.version() + ": "
                    + String.join(", ", spoilt) + " changed since registration. Register the model again.");
        }
    }

    private static Map<String, String> described(ModelVersion version) {
        Map<String, String> described = new TreeMap<>();
        described.put("description", version.description());
        described.put("run", version.runId());
        described.put(
                "data", version.lineage().table() + "@" + version.lineage().tableVersion());
        described.put("configuration", version.lineage().configHash());
        described.put("code", version.lineage().codeVersion());
        described.put("input schema", version.inputSchemaJson());
        version.metrics()
                .forEach((name, value) -> described.put("metric " + name, String.format(Locale.ROOT, "%.6f", value)));
        version.parameters().forEach((name, value) -> described.put("parameter " + name, value));
        return described;
    }

    private static void compare(
            List<Difference> differences, String absent, Map<String, String> left, Map<String, String> right) {
        TreeSet<String> keys = new TreeSet<>(left.keySet());
        keys.addAll(right.keySet());
        for (String key : keys) {
            String a = left.getOrDefault(key, absent);
            String b = right.getOrDefault(key, absent);
            if (!a.equals(b)) {
                differences.add(new Difference(key, a.isEmpty() ? "-" : a, b.isEmpty() ? "-" : b));
            }
        }
    }

    private TreeSet<Integer> numbers(String name) {
        TreeSet<Integer> numbers = new TreeSet<>();
        List<String> files = storage.list(storage.path(name, "versions"));
        for (String file : files) {
            if (file.endsWith(".json")) {
                numbers.add(Integer.parseInt(file.substring(0, file.indexOf('.'))));
            }
        }
        files.stream()
                .filter(file -> file.endsWith(DELETED))
                .forEach(file -> numbers.remove(Integer.parseInt(file.substring(0, file.indexOf('.')))));
        return numbers;
    }

    /** Counts deleted versions too. */
    private int lastNumber(String name) {
        return storage.list(storage.path(name, "versions")).stream()
                .mapToInt(file -> Integer.parseInt(file.substring(0, file.indexOf('.'))))
                .max()
                .orElse(0);
    }

    private List<AliasMove> moves(String name, String alias) {
        return storage.list(storage.path(name, "aliases", alias)).stream()
                .map(file -> storage.read(storage.path(name, "aliases", alias, file), AliasMove.class))
                .toList();
    }

    private boolean add(String name, String alias, AliasMove move) {
        return storage.putIfAbsent(move(name, alias, moves(name, alias).size() + 1), move);
    }

    private Path move(String name, String alias, int number) {
        return storage.path(name, "aliases", alias, six(number) + ".json");
    }

    private Path manifest(String name, int number) {
        return storage.path(name, "versions", six(number) + ".json");
    }

    private static String six(int number) {
        return String.format(Locale.ROOT, "%06d", number);
    }

    private String known(String name) {
        TreeSet<Integer> numbers = numbers(name);
        if (!numbers.isEmpty()) {
            return "its versions are " + numbers.first() + " to " + numbers.last() + ".";
        }
        List<String> models = models();
        return models.isEmpty()
                ? "the registry at " + storage.path() + " holds no model."
                : "there is no such model. There are: " + String.join(", ", models) + ".";
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new RegistryException("Cannot use '" + name + "' as a name for a"
                    + (what.equals("alias") ? "n " : " ") + what + ": use letters, digits, '.', '-' and '_'.");
        }
    }
}
