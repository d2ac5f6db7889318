package io.lepton.jobs;

import io.lepton.config.Encryption;
import io.lepton.error.LeptonException;
import io.lepton.lake.TableSeal;
import io.lepton.privacy.encryption.FileKeys;
import io.lepton.privacy.encryption.FolderPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the pipeline file says of encryption, as the lake asks for it.
 *
 * @param tables that are encrypted; {@code *} in one stands for any part of a name
 */
record LakeKeys(List<String> tables, FileKeys keys) implements TableSeal {

    /** Of the tables that the pipeline writes: others in the same folders belong to who may have no key. */
    static LakeKeys of(Encryption encryption, RunContext context) {
        KeysetPlaces places = new KeysetPlaces(context);
        Map<String, io.lepton.privacy.keys.Keyset> columns = new HashMap<>();
        encryption.columns().forEach((column, place) -> columns.put(column, places.read(place)));
        return new LakeKeys(
                encryption.tables().stream()
                        .flatMap(folder -> switch (folder) {
                            case RAW -> Stream.of(context.rawTable());
                            case QUARANTINE -> Stream.of(context.quarantineTable());
                            case TRUSTED -> Stream.of(context.trustedTable());
                            case FEATURES -> Stream.of(context.featureTable());
                            case SCORES -> Stream.of(
                                    context.scoreTable(),
                                    context.challengerTable(),
                                    context.unpublishedScores(),
                                    context.unpublishedDeletions(),
                                    context.ofRun(batchesOf(context)).unpublishedScores(),
                                    context.ofRun(batchesOf(context)).unpublishedDeletions());
                        })
                        .toList(),
                new FileKeys(places.read(encryption.keyset()), columns));
    }

    /** Each batch of a stream is a run of its own. */
    private static String batchesOf(RunContext stream) {
        return stream.runId() + "-*";
    }

    @Override
    public Map<String, String> properties(String table) {
        // The log is not encrypted: it is not to hold least and greatest values.
        return tables.stream().anyMatch(each -> new FolderPattern(each).matches(table))
                ? Map.of(SEAL, keys.seal(table), KEYS, keys.newest(), "delta.dataSkippingNumIndexedCols", "0")
                : Map.of();
    }

    @Override
    public void requireOpen(String table, String path, Map<String, String> properties) {
        if (properties.containsKey(SEAL) && !keys.opens(properties.get(SEAL), table)) {
            throw LeptonException.configuration("Cannot read table '" + table + "' at " + path
                    + ": its files are encrypted by a key that the keyset of encryption.keyset does not hold."
                    + " Name the keyset that encrypted it, with its older keys.");
        }
    }
}
