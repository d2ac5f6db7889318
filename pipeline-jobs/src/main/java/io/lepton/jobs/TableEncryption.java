package io.lepton.jobs;

import io.lepton.config.Pipeline;
import io.lepton.error.LeptonException;
import io.lepton.lake.erasure.ErasedTable;
import io.lepton.lake.erasure.TableEraser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * Brings the tables of a pipeline under the newest keys: rewrites the files of those that hold others, and deletes what was before. Cut off
 * at any point, it is done again.
 */
public final class TableEncryption {

    /**
     * A table whose files are all encrypted by the newest keys.
     *
     * @param filesDeleted that were not; 0 where there was nothing to do
     */
    public record Encrypted(String table, long filesDeleted) {}

    private final RunContext context;
    private final LakeKeys keys;

    /** @throws LeptonException configuration, if the pipeline file has no section {@code encryption} */
    public TableEncryption(SparkSession spark, Pipeline pipeline) {
        this.context = RunContext.open(spark, pipeline, "", "", Progress.silent());
        this.keys = pipeline.encryption()
                .map(encryption -> LakeKeys.of(encryption, context))
                .orElseThrow(
                        () -> LeptonException.configuration(
                                "Cannot encrypt the tables of pipeline '"
                                        + pipeline.pipeline()
                                        + "': its file names no keys. Add encryption: {keyset: FILE}; 'lepton keys create FILE --type files' makes one."));
    }

    /** @param progress hears what is done next */
    public List<Encrypted> run(Consumer<String> progress) {
        List<Encrypted> done = new ArrayList<>();
        for (String table : keys.tables()) {
            if (context.lake().exists(table)) {
                done.add(new Encrypted(table, isDone(table) ? 0 : encrypt(table, progress)));
            }
        }
        return done;
    }

    private boolean isDone(String table) {
        return context.lake().keysOf(table).filter(keys.keys().newest()::equals).isPresent();
    }

    private long encrypt(String table, Consumer<String> progress) {
        TableEraser eraser = new TableEraser(context.spark(), context.lake());
        context.lake().prepare(table);
        progress.accept("rewriting " + table);
        eraser.rewrite(table);
        progress.accept("deleting old files of " + table);
        ErasedTable before = eraser.forgetHistory(table);
        eraser.settle(before);
        context.lake().seal(table);
        return before.filesDeleted();
    }
}
