package io.lepton.fairness.postprocessing.scores;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import io.lepton.error.LeptonException;
import java.io.Serial;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Counts the scores of each group in one pass; only counts come to the driver. */
public final class GroupScores implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int most;
    private final int mostGroups;
    private final HashMap<String, ScoreCounts> groups = new HashMap<>();
    private long withoutScore;
    private long withoutLabel;
    private long withoutWeight;

    private GroupScores(int most, int mostGroups) {
        this.most = most;
        this.mostGroups = mostGroups;
    }

    /**
     * Counts.
     *
     * @param group text
     * @param score double
     * @param label double, 0 or 1
     * @param weight double, at least 0; rows of weight 0 are left out
     * @param most scores that are kept apart a group
     * @param mostGroups where there are more, counting ends early, with more than these
     * @return by group, in the order of their names
     * @throws LeptonException data, for no rows, or rows whose score is missing or infinite, whose label is neither 0 nor 1 or whose
     * weight is missing,
     *     negative or infinite
     */
    public static SortedMap<String, ScoreTable> of(
            Dataset<?> rows, Column group, Column score, Column label, Column weight, int most, int mostGroups) {
        Column none = lit(Double.NaN);
        JavaRDD<InternalRow> cells = rows.select(
                        group, coalesce(score, none), coalesce(label, none), coalesce(weight.cast("double"), none))
                .queryExecution()
                .toRdd()
                .toJavaRDD();
        GroupScores counted = cells.mapPartitions(part ->
                        List.of(new GroupScores(most, mostGroups).counted(part)).iterator())
                .treeAggregate(new GroupScores(most, mostGroups), GroupScores::addAll, GroupScores::addAll);
        counted.requireComplete();
        SortedMap<String, ScoreTable> tables = new TreeMap<>();
        counted.groups.forEach((name, counts) -> tables.put(name, counts.table()));
        return tables;
    }

    private GroupScores counted(Iterator<InternalRow> rows) {
        Map<UTF8String, ScoreCounts> counts = new HashMap<>();
        while (rows.hasNext() && counts.size() <= mostGroups) {
            InternalRow row = rows.next();
            double score = row.getDouble(1);
            double label = row.getDouble(2);
            double weight = row.getDouble(3);
            if (!Double.isFinite(score)) {
                withoutScore++;
            } else if (label != 0 && label != 1) {
                withoutLabel++;
            } else if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                withoutWeight++;
            } else if (weight > 0) {
                UTF8String name = row.getUTF8String(0);
                ScoreCounts ofGroup = counts.get(name);
                if (ofGroup == null) {
                    ofGroup = new ScoreCounts(most);
                    counts.put(name.copy(), ofGroup);
                }
                ofGroup.add(score, label == 1, weight);
            }
        }
        counts.forEach((name, ofGroup) -> groups.put(name.toString(), ofGroup));
        return this;
    }

    private GroupScores addAll(GroupScores other) {
        withoutScore += other.withoutScore;
        withoutLabel += other.withoutLabel;
        withoutWeight += other.withoutWeight;
        other.groups.forEach((name, counts) ->
                groups.computeIfAbsent(name, unseen -> new ScoreCounts(most)).addAll(counts));
        return this;
    }

    private void requireComplete() {
        if (withoutScore + withoutLabel + withoutWeight > 0) {
            throw LeptonException.data(
                    "Cannot fit a repair of scores: " + withoutScore + " rows have no finite score, " + withoutLabel
                            + " no label of 0 or 1, " + withoutWeight
                            + " a weight that is missing, negative or infinite. Leave them out of the rows that it is fitted on.");
        }
        if (groups.isEmpty()) {
            throw LeptonException.data(
                    "Cannot fit a repair of scores: there are no rows of positive weight. Check the filters before this stage.");
        }
    }
}
