package io.lepton.registry;

import io.lepton.registry.storage.Store;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The numbered log of one alias: {@code NAME/aliases/ALIAS/000001.json}, ... The last entry is in force. Moving an alias
 * appends one entry by put-if-absent: readers see the old target or the new one, and of two who move it at once one
 * starts over.
 */
final class AliasLog {

    private final Store store;
    private final Json json;
    private final String folder;

    AliasLog(Store store, Json json, String model, String alias) {
        this.store = store;
        this.json = json;
        this.folder = folder(model) + "/" + alias;
    }

    /** The folder that holds one folder an alias. */
    static String folder(String model) {
        return model + "/aliases";
    }

    /** The entry in force, which may name no version. */
    Optional<AliasChange> last() throws IOException {
        List<Integer> sequences = sequences();
        return sequences.isEmpty() ? Optional.empty() : Optional.of(read(sequences.get(sequences.size() - 1)));
    }

    /** Every entry, oldest first. */
    List<AliasChange> all() throws IOException {
        List<AliasChange> all = new ArrayList<>();
        for (int sequence : sequences()) {
            all.add(read(sequence));
        }
        return all;
    }

    /**
     * Points the alias to a version. Promoting what is already in force writes nothing, so that a repeated request
     * leaves the rollback target alone.
     */
    AliasChange promote(int version, String why) throws IOException {
        while (true) {
            Optional<AliasChange> last = last();
            if (last.isPresent() && last.get().version() == version) {
                return last.get();
            }
            int sequence = last.map(AliasChange::sequence).orElse(0) + 1;
            AliasChange change = new AliasChange(sequence, AliasChange.Action.PROMOTE, version, sequence, why, now());
            if (append(change)) {
                return change;
            }
        }
    }

    /**
     * Takes back the promotion in force: the alias names what it named before, leaving out versions that are not
     * {@code eligible} any more and the current one.
     *
     * @return the new entry; empty, with nothing written, where no earlier target is left
     */
    Optional<AliasChange> rollback(String why, IntPredicate eligible) throws IOException {
        while (true) {
            Optional<AliasChange> last = last();
            Optional<AliasChange> target = last.isEmpty() ? Optional.empty() : previous(last.get(), eligible);
            if (target.isEmpty()) {
                return Optional.empty();
            }
            AliasChange change = restoring(
                    last.get().sequence(), target.get().version(), target.get().sequence(), why);
            if (append(change)) {
                return Optional.of(change);
            }
        }
    }

    /** Takes one promotion back if it is still in force, leaving the alias without a version where none came before. */
    void withdraw(AliasChange promotion, String why, IntPredicate eligible) throws IOException {
        while (true) {
            AliasChange last = last().orElseThrow();
            if (last.standsFor() != promotion.standsFor()) {
                return;
            }
            Optional<AliasChange> target = previous(last, eligible);
            if (append(restoring(
                    last.sequence(),
                    target.map(AliasChange::version).orElse(0),
                    target.map(AliasChange::sequence).orElse(0),
                    why))) {
                return;
            }
        }
    }

    /** The nearest earlier promotion that a rollback may restore. */
    private Optional<AliasChange> previous(AliasChange current, IntPredicate eligible) throws IOException {
        int promotion = current.standsFor();
        while (promotion > 1) {
            int earlier = read(promotion - 1).standsFor();
            if (earlier == 0) {
                return Optional.empty();
            }
            AliasChange candidate = read(earlier);
            if (candidate.version() != current.version() && eligible.test(candidate.version())) {
                return Optional.of(candidate);
            }
            promotion = earlier;
        }
        return Optional.empty();
    }

    private static AliasChange restoring(int after, int version, int promotion, String why) {
        return new AliasChange(after + 1, AliasChange.Action.ROLLBACK, version, promotion, why, now());
    }

    private boolean append(AliasChange change) throws IOException {
        return store.putIfAbsent(file(change.sequence()), json.write(change));
    }

    private AliasChange read(int sequence) throws IOException {
        String file = file(sequence);
        byte[] content = store.read(file).orElseThrow(() -> new IOException(store.address(file) + " is missing"));
        return json.read(content, AliasChange.class, store.address(file));
    }

    private List<Integer> sequences() throws IOException {
        return store.list(folder).stream()
                .filter(file -> file.matches("[0-9]{6,9}\\.json"))
                .map(file -> Integer.valueOf(file.substring(0, file.indexOf('.'))))
                .sorted()
                .toList();
    }

    private String file(int sequence) {
        return String.format("%s/%06d.json", folder, sequence);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
