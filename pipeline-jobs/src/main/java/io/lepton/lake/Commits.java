package io.lepton.lake;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.delta.actions.SetTransaction;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** The commits of a table's log, each by its version. */
record Commits(DeltaLog log) {

    /** The version that an application's transaction made, looked for from {@code newest} back; empty once the log forgot it. */
    Optional<Long> of(String application, long newest) {
        for (long version = newest; version >= 0; version--) {
            List<Action> actions = actions(version);
            if (actions.isEmpty()) {
                return Optional.empty();
            }
            if (areOf(application, actions)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** Whether an application's transaction made the version. */
    boolean isOf(String application, long version) {
        return areOf(application, actions(version));
    }

    private static boolean areOf(String application, List<Action> actions) {
        return actions.stream()
                .anyMatch(action -> action instanceof SetTransaction transaction
                        && transaction.appId().equals(application));
    }

    /** Whether it was this write that has the number, looked for from {@code newest} back. */
    boolean holds(NumberedWrite write, long newest) {
        for (long version = newest; version >= 0; version--) {
            List<Action> actions = actions(version);
            boolean found = actions.stream()
                    .anyMatch(action -> action instanceof SetTransaction transaction
                            && transaction.appId().equals(write.application())
                            && transaction.version() == write.number());
            if (found) {
                return actions.stream()
                        .anyMatch(action -> action instanceof CommitInfo info
                                && info.userMetadata().contains(write.id()));
            }
        }
        return false;
    }

    OptionalLong rowsWritten(long version) {
        return actions(version).stream()
                .filter(CommitInfo.class::isInstance)
                .map(action -> ((CommitInfo) action).operationMetrics())
                .filter(Option::isDefined)
                .map(metrics -> metrics.get().get("numOutputRows"))
                .filter(Option::isDefined)
                .mapToLong(rows -> Long.parseLong(rows.get()))
                .findFirst();
    }

    private List<Action> actions(long version) {
        Iterator<Tuple2<Object, Seq<Action>>> changes = log.getChanges(version, version, false);
        return changes.hasNext() ? JavaConverters.seqAsJavaList(changes.next()._2()) : List.of();
    }
}
