package io.lepton.lake.erasure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.delta.actions.RemoveFile;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * What the commits that are still there tell of a table.
 *
 * @param rowsSince the oldest version with today's rows: those in between added some and replaced none
 * @param rows that erasures deleted since the log was last cleaned
 * @param files that they replaced
 * @param erased the newest version that an erasure made since then, or -1
 */
record LogFacts(long rowsSince, long rows, List<String> files, long erased) {
    /** Kept by commits of erasures as their user metadata. */
    static final String MARK = "lepton-erasure";

    private static final Set<String> REPLACING =
            Set.of("CREATE TABLE AS SELECT", "CREATE OR REPLACE TABLE AS SELECT", "REPLACE TABLE AS SELECT", "RESTORE");

    /** Whether an erasure changed the table and the log was not cleaned after it. */
    boolean erasing() {
        return erased >= 0;
    }

    static LogFacts of(DeltaLog log, long oldest) {
        long since = oldest;
        long rows = 0;
        long erased = -1;
        List<String> files = new ArrayList<>();
        Iterator<Tuple2<Object, Seq<Action>>> commits =
                log.getChanges(oldest, log.unsafeVolatileSnapshot().version(), false);
        while (commits.hasNext()) {
            Tuple2<Object, Seq<Action>> commit = commits.next();
            List<Action> actions = JavaConverters.seqAsJavaList(commit._2());
            for (Action action : actions) {
                if (action instanceof CommitInfo info) {
                    since = replaces(info) && !marked(info) ? (Long) commit._1() : since;
                    if (marked(info)) {
                        erased = (Long) commit._1();
                        rows += metric(info, "numDeletedRows");
                        files.addAll(removed(actions));
                    }
                }
            }
        }
        return new LogFacts(since, rows, files, erased);
    }

    private static boolean replaces(CommitInfo info) {
        Map<String, String> parameters = JavaConverters.mapAsJavaMap(info.operationParameters());
        return REPLACING.contains(info.operation())
                || info.operation().equals("WRITE")
                        && parameters.getOrDefault("mode", "").contains("Overwrite");
    }

    private static boolean marked(CommitInfo info) {
        return info.userMetadata().isDefined()
                && !info.operation().equals("SET TBLPROPERTIES")
                && info.userMetadata().get().equals(MARK);
    }

    private static long metric(CommitInfo info, String name) {
        return info.operationMetrics().isDefined()
                        && info.operationMetrics().get().contains(name)
                ? Long.parseLong(info.operationMetrics().get().apply(name))
                : 0;
    }

    private static List<String> removed(List<Action> actions) {
        return actions.stream()
                .filter(RemoveFile.class::isInstance)
                .map(action -> URI.create(((RemoveFile) action).path()).getPath())
                .toList();
    }
}
