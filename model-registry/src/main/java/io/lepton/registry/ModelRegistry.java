package io.lepton.registry;

import io.lepton.registry.storage.Store;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * Versioned models on any Hadoop file system. Versions are immutable and numbered 1, 2, 3, ...; aliases such as {@code
 * champion} name one of them and can be moved and moved back. Any number of processes may use one registry at once (the
 * package {@link io.lepton.registry.storage} says which file systems promise that); an instance keeps no state and may
 * be shared between threads. Every method throws {@link RegistryException} and nothing else.
 */
public final class ModelRegistry {

    private final Configuration conf;
    private final Store store;
    private final Json json = new Json();

    /**
     * @param conf how to reach the file system
     * @param root any Hadoop path; it need not exist yet
     */
    public ModelRegistry(Configuration conf, String root) {
        this(conf, opened(conf, root));
    }

    ModelRegistry(Configuration conf, Store store) {
        this.conf = conf;
        this.store = store;
    }

    /** Where the registry is: a full Hadoop path. */
    public String root() {
        return store.address("");
    }

    /**
     * Registers a version: copies its files and gives it the next number. A run that registered this model before gets
     * what it registered then, whatever it brings now, so that a stage can be repeated after a crash at any point.
     */
    public ModelVersion register(NewVersion version) {
        Registration registration = new Registration(store, conf, json, version);
        registration.check();
        return doing("register model '" + version.name() + "'", registration::register);
    }

    /** Names of the models that have a version, sorted. */
    public List<String> models() {
        return doing("list the models", () -> {
            List<String> models = new ArrayList<>();
            for (String name : store.list("")) {
                if (Names.isName(name) && !log(name).list().visible().isEmpty()) {
                    models.add(name);
                }
            }
            return List.copyOf(models);
        });
    }

    /** Numbers of a model's versions, ascending: one listing, however many there are, and no file read. */
    public List<Integer> numbers(String name) {
        return List.copyOf(known(name).visible());
    }

    /** A model's versions, ascending. */
    public List<ModelVersion> versions(String name) {
        NavigableSet<Integer> numbers = known(name).visible();
        return doing("read the versions of model '" + name + "'", () -> {
            List<ModelVersion> versions = new ArrayList<>();
            for (int number : numbers) {
                versions.add(log(name).read(number).orElseThrow());
            }
            return List.copyOf(versions);
        });
    }

    /** One version. */
    public ModelVersion version(String name, int number) {
        return version(name, number, known(name));
    }

    private ModelVersion version(String name, int number, VersionLog.Listing listing) {
        if (listing.deleted().contains(number)) {
            throw new RegistryException("Cannot find model '" + name + "' version " + number + ": it was deleted"
                    + versionsThereAre(listing));
        }
        if (!listing.recorded().contains(number)) {
            throw new RegistryException(
                    "Cannot find model '" + name + "' version " + number + versionsThereAre(listing));
        }
        return doing(
                "read " + name + "/v" + number, () -> log(name).read(number).orElseThrow());
    }

    /**
     * What a person wrote: {@code name@alias}, {@code name/3}, {@code name/v3}, or {@code name} for the latest version.
     */
    public ModelVersion resolve(String reference) {
        int at = reference.indexOf('@');
        if (at >= 0) {
            return aliased(reference.substring(0, at), reference.substring(at + 1));
        }
        int slash = reference.indexOf('/');
        if (slash < 0) {
            VersionLog.Listing listing = known(reference);
            return version(reference, listing.visible().last(), listing);
        }
        String number = reference.substring(slash + 1);
        if (!number.matches("v?[0-9]{1,9}")) {
            throw new RegistryException(
                    "Cannot read the model reference '" + reference + "': write NAME, NAME/3, NAME/v3 or NAME@ALIAS");
        }
        return version(reference.substring(0, slash), Integer.parseInt(number.replace("v", "")));
    }

    private ModelVersion aliased(String name, String alias) {
        VersionLog.Listing listing = known(name);
        Names.checked("an alias", alias);
        Optional<AliasChange> change = doing(
                "read alias '" + alias + "' of model '" + name + "'",
                () -> aliasLog(name, alias).last().filter(last -> last.version() > 0));
        return version(name, change.orElseThrow(() -> noAlias(name, alias)).version(), listing);
    }

    /**
     * Points an alias to a version, in one atomic step. When it names that version already nothing is written.
     *
     * @param why for people; kept in the alias' history
     */
    public ModelVersion promote(String name, int number, String alias, String why) {
        Names.checked("an alias", alias);
        VersionLog.Listing before = known(name);
        ModelVersion version = version(name, number, before);
        if (!before.promotable(number)) {
            throw beingDeleted(version, alias);
        }
        return doing("promote " + version.reference() + " to '" + alias + "'", () -> {
            AliasChange settled = settled(name, alias, aliasLog(name, alias).promote(number, why));
            if (settled.version() != number && !log(name).list().promotable(number)) {
                throw beingDeleted(version, alias);
            }
            return version;
        });
    }

    /**
     * Takes back an alias' last promotion that has not been taken back yet: the alias names what it named before. Calling
     * it again goes back further. Versions deleted meanwhile are passed over.
     */
    public ModelVersion rollback(String name, String alias) {
        Names.checked("an alias", alias);
        known(name);
        return doing("roll back alias '" + alias + "' of model '" + name + "'", () -> {
            AliasLog aliasLog = aliasLog(name, alias);
            AliasChange current =
                    aliasLog.last().filter(last -> last.version() > 0).orElseThrow(() -> noAlias(name, alias));
            RegistryException none = new RegistryException("Cannot roll back " + name + "@" + alias
                    + ": it has no earlier version than " + current.version() + "; promote the one you want");
            AliasChange restored =
                    aliasLog.rollback("rollback", log(name).list()::promotable).orElseThrow(() -> none);
            AliasChange settled = settled(name, alias, restored);
            if (settled.version() == 0) {
                throw none;
            }
            return version(name, settled.version());
        });
    }

    /**
     * Makes sure that an alias just moved does not name a version being deleted. A deletion marks the version, then looks
     * at the aliases; we move the alias, then look at the marks. When both happen at once at least one side sees the
     * other and steps back.
     *
     * @return the change in force in the end
     */
    private AliasChange settled(String name, String alias, AliasChange moved) throws IOException {
        AliasLog aliasLog = aliasLog(name, alias);
        AliasChange change = moved;
        VersionLog.Listing now = log(name).list();
        while (change.version() > 0 && !now.promotable(change.version())) {
            aliasLog.withdraw(change, "version " + change.version() + " was being deleted", now::promotable);
            change = aliasLog.last().orElseThrow();
            now = log(name).list();
        }
        return change;
    }

    /**
     * Deletes a version's files and hides it; its number is not used again. Refuses while an alias names it. Deleting
     * what is deleted already finishes a deletion that was interrupted.
     */
    public void delete(String name, int number) {
        VersionLog.Listing listing = recorded(name);
        if (!listing.deleted().contains(number)) {
            version(name, number, listing);
        }
        doing("delete " + name + "/v" + number, () -> {
            VersionLog log = log(name);
            if (!listing.deleted().contains(number)) {
                log.markDeleting(number);
                List<String> naming = new ArrayList<>();
                readAliases(name).forEach((alias, target) -> {
                    if (target == number) {
                        naming.add("'" + alias + "'");
                    }
                });
                if (!naming.isEmpty()) {
                    log.unmarkDeleting(number);
                    throw new RegistryException("Cannot delete " + name + "/v" + number + ": the alias "
                            + String.join(", ", naming) + " names it; promote another version first");
                }
                log.markDeleted(number);
            }
            String path = log.read(number).orElseThrow().path();
            store.delete(name + "/files/" + path.substring(path.lastIndexOf('/') + 1));
            new DocumentLog(store, json, name, number).delete();
            log.unmarkDeleting(number);
            return number;
        });
    }

    /** A model's aliases and the versions they name, sorted by alias. */
    public Map<String, Integer> aliases(String name) {
        known(name);
        return doing("read the aliases of model '" + name + "'", () -> readAliases(name));
    }

    /** Every move of an alias, oldest first. */
    public List<AliasChange> history(String name, String alias) {
        Names.checked("an alias", alias);
        known(name);
        List<AliasChange> all = doing("read alias '" + alias + "' of model '" + name + "'", () -> aliasLog(name, alias)
                .all());
        if (all.isEmpty()) {
            throw noAlias(name, alias);
        }
        return all;
    }

    /**
     * Attaches what was found out or written about a version after it was registered. A run that attached a document of this name
     * before gets that one, whatever it brings now, so that a stage can be repeated after a crash at any point.
     *
     * @param name as a file: letters, digits and {@code . _ -}
     */
    public Document attach(ModelVersion version, String runId, String name, byte[] content) {
        DocumentLog.check(name);
        version(version.name(), version.version());
        return doing("attach '" + name + "' to " + version.reference(), () -> documentLog(version)
                .attach(runId, name, content));
    }

    /** What was attached to a version, oldest first. */
    public List<Document> documents(ModelVersion version) {
        return doing("read the documents of " + version.reference(), () -> documentLog(version)
                .all());
    }

    /**
     * The content of the newest document of a name, checked against its SHA-256; empty where there is none.
     *
     * @throws RegistryException also when the content is not what was attached
     */
    public Optional<byte[]> newest(ModelVersion version, String name) {
        Optional<Document> newest = documents(version).stream()
                .filter(document -> document.name().equals(name))
                .reduce((older, newer) -> newer);
        return newest.map(document -> doing("read " + document.path(), () -> {
            byte[] content = documentLog(version).content(document);
            if (!Registration.sha256(content).equals(document.sha256())) {
                throw new RegistryException(
                        "Cannot trust " + document.path()
                                + ": its SHA-256 is not what was recorded. Run the stage that wrote it again with a new run id.");
            }
            return content;
        }));
    }

    /** How two versions, of one model or of two, differ; sorted by what differs. */
    public List<Difference> diff(ModelVersion before, ModelVersion after) {
        return new Comparison(json).between(before, after);
    }

    /**
     * Reads every file of a version again and compares its size and SHA-256 with what was registered. Throws when a file
     * changed, is missing, or was added, naming each, or when the record itself is not the one given.
     */
    public void verify(ModelVersion version) {
        ModelVersion stored = version(version.name(), version.version());
        List<String> problems = doing("verify " + version.reference(), () -> problems(stored));
        if (!stored.at(version.version(), version.path()).equals(version)) {
            problems.add(0, "its record differs from the one given");
        }
        if (!problems.isEmpty()) {
            throw new RegistryException("Cannot trust " + version.reference() + " at " + stored.path() + ": "
                    + String.join("; ", problems) + ". Use another version, or train this one again");
        }
    }

    private List<String> problems(ModelVersion version) throws IOException {
        String folder = version.name() + "/files/"
                + version.path().substring(version.path().lastIndexOf('/') + 1);
        List<String> problems = new ArrayList<>();
        Set<String> unexpected = new HashSet<>(store.walk(folder));
        for (FileEntry file : version.files()) {
            unexpected.remove(file.name());
            MessageDigest digest = Registration.digest();
            try (InputStream in = store.open(folder + "/" + file.name());
                    OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                long size = in.transferTo(sink);
                if (size != file.size()) {
                    problems.add("file '" + file.name() + "' has " + size + " bytes and had " + file.size());
                } else if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
                    problems.add("file '" + file.name() + "' was changed (its SHA-256 differs)");
                }
            } catch (FileNotFoundException missing) {
                problems.add("file '" + file.name() + "' is missing");
            }
        }
        unexpected.stream().sorted().forEach(file -> problems.add("file '" + file + "' was added"));
        return problems;
    }

    /** The log of a model that has a version to read. */
    private VersionLog.Listing known(String name) {
        VersionLog.Listing listing = recorded(name);
        if (listing.visible().isEmpty()) {
            throw new RegistryException("Cannot find model '" + name + "': all of its versions were deleted");
        }
        return listing;
    }

    /** The log of a model that ever had a version; otherwise says which models there are. */
    private VersionLog.Listing recorded(String name) {
        Names.checked("a model", name);
        VersionLog.Listing listing =
                doing("read model '" + name + "'", () -> log(name).list());
        if (listing.recorded().isEmpty()) {
            throw new RegistryException("Cannot find model '" + name + "' in " + root() + Names.hint(name, models()));
        }
        return listing;
    }

    private Map<String, Integer> readAliases(String name) throws IOException {
        Map<String, Integer> aliases = new TreeMap<>();
        for (String alias : store.list(AliasLog.folder(name))) {
            aliasLog(name, alias)
                    .last()
                    .filter(last -> last.version() > 0)
                    .ifPresent(last -> aliases.put(alias, last.version()));
        }
        return aliases;
    }

    private RegistryException noAlias(String name, String alias) {
        return new RegistryException("Cannot find alias '" + alias + "' of model '" + name + "'"
                + Names.hint(alias, aliases(name).keySet()));
    }

    private static RegistryException beingDeleted(ModelVersion version, String alias) {
        return new RegistryException("Cannot promote " + version.reference() + " to '" + alias
                + "': it is being deleted; delete it again to finish that, or promote another version");
    }

    private static String versionsThereAre(VersionLog.Listing listing) {
        NavigableSet<Integer> visible = listing.visible();
        return visible.isEmpty()
                ? "; there are none left"
                : "; the first is " + visible.first() + ", the last " + visible.last();
    }

    private VersionLog log(String name) {
        return new VersionLog(store, json, name);
    }

    private DocumentLog documentLog(ModelVersion version) {
        return new DocumentLog(store, json, version.name(), version.version());
    }

    private AliasLog aliasLog(String name, String alias) {
        return new AliasLog(store, json, name, alias);
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T doing(String what, Step<T> step) {
        try {
            return step.run();
        } catch (IOException failed) {
            throw new RegistryException("Cannot " + what + " in the registry " + root() + ": " + failed, failed);
        }
    }

    private static Store opened(Configuration conf, String root) {
        try {
            return Store.at(conf, root);
        } catch (IOException | IllegalArgumentException unreachable) {
            throw new RegistryException(
                    "Cannot open the registry " + root + ": " + unreachable + "; check the path and its scheme",
                    unreachable);
        }
    }
}
