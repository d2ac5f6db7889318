package io.lepton.fairness;

import static io.lepton.fairness.ProtectedGroups.column;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * Audits predictions per group of each protected attribute, and per group of each pair of them.
 *
 * <p>One pass counts rows per finest group × label × prediction × score bin; everything else is arithmetic on those counts (a
 * second, smaller pass comes first where a numeric protected attribute has no declared bins). What the task is follows from the data: labels
 * and predictions all 0 or 1 are binary; all whole numbers from 0 to 999, classes; anything else, regression.
 */
public final class FairnessAudit {
    private static final int LARGEST_CLASS = 999;
    private static final int NO_CLASS = -1;
    private static final int UNUSABLE = -2;
    private static final String BETWEEN = " × ";

    private final AuditInput input;

    public FairnessAudit(AuditInput input) {
        this.input = input;
    }

    /**
     * Measures every group.
     *
     * @param rows one row a prediction; has the columns that the input names
     * @throws LeptonException configuration: a column is unknown or of the wrong type; data: no rows, rows without label, prediction
     *     or score, a protected column without any value
     */
    public FairnessReport audit(Dataset<Row> rows) {
        checkColumns(rows);
        Map<String, Column> groups = ProtectedGroups.of(rows, input.protectedAttributes(), input.bins());
        Map<List<String>, GroupTally> finest = coded(rows, groups).tallies();
        GroupTally all = new GroupTally();
        finest.values().forEach(all::addAll);
        check(finest, all);
        Measure measure = measure(all.classes());
        GroupMetrics overall = measure.of(all, GroupMetrics.OVERALL, "all", true);
        List<GroupMetrics> measured = new ArrayList<>();
        List<Disparity> disparities = new ArrayList<>();
        for (List<Integer> positions : attributesAndPairs()) {
            String attributes = String.join(
                    BETWEEN,
                    positions.stream().map(input.protectedAttributes()::get).toList());
            List<GroupMetrics> ofAttributes = groups(finest, positions, attributes, measure);
            measured.addAll(ofAttributes);
            disparities.addAll(Disparities.of(attributes, overall, ofAttributes));
        }
        return new FairnessReport(overall, measured, disparities);
    }

    private List<GroupMetrics> groups(
            Map<List<String>, GroupTally> finest, List<Integer> positions, String attributes, Measure measure) {
        Map<String, GroupTally> tallies = new TreeMap<>();
        finest.forEach((names, tally) -> {
            String group =
                    String.join(BETWEEN, positions.stream().map(names::get).toList());
            tallies.computeIfAbsent(group, name -> new GroupTally()).addAll(tally);
        });
        List<GroupMetrics> measured = new ArrayList<>();
        tallies.forEach((group, tally) -> measured.add(
                tally.count() < input.privacyThreshold()
                        ? GroupTally.suppressed(attributes, group, input.privacyThreshold())
                        : measure.of(tally, attributes, group, tally.count() >= input.minimumCount())));
        return measured;
    }

    /** The columns that are counted. */
    private GroupCounting coded(Dataset<Row> rows, Map<String, Column> groups) {
        Column label = column(input.labelColumn()).cast("double");
        Column prediction = column(input.predictionColumn()).cast("double");
        Column score = column(input.scoreColumn()).cast("double");
        Column binary = label.isin(0.0, 1.0).and(prediction.isin(0.0, 1.0));
        Column classes = isClass(label).and(isClass(prediction));
        Column unusable = missing(label).or(missing(prediction)).or(binary.and(missing(score)));
        List<Column> columns = new ArrayList<>(groups.values());
        columns.addAll(List.of(
                code(unusable, classes, label),
                code(unusable, classes, prediction),
                coalesce(when(binary.and(missing(score).equalTo(false)), ScoreBins.of(score)), lit(0)),
                coalesce(label.minus(prediction), lit(Double.NaN)),
                coalesce(prediction, lit(Double.NaN))));
        return new GroupCounting(rows.select(columns.toArray(Column[]::new)), input.protectedAttributes());
    }

    private static Column code(Column unusable, Column classes, Column value) {
        return when(unusable, UNUSABLE).when(classes, value.cast("int")).otherwise(NO_CLASS);
    }

    private static Column isClass(Column value) {
        return coalesce(value.equalTo(rint(value)).and(value.between(0, LARGEST_CLASS)), lit(false));
    }

    private static Column missing(Column value) {
        return value.isNull().or(isnan(value));
    }

    private static Measure measure(SortedSet<Integer> classes) {
        if (classes.first() < 0) {
            return GroupTally::regression;
        }
        if (classes.last() <= 1) {
            return GroupTally::binary;
        }
        return (tally, attributes, group, judged) -> tally.classes(attributes, group, judged, classes);
    }

    private List<List<Integer>> attributesAndPairs() {
        int size = input.protectedAttributes().size();
        List<List<Integer>> sets = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            sets.add(List.of(i));
        }
        for (int i = 0; i < size; i++) {
            for (int j = i + 1; j < size; j++) {
                sets.add(List.of(i, j));
            }
        }
        return sets;
    }

    private void checkColumns(Dataset<Row> rows) {
        List<String> known = Arrays.asList(rows.columns());
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put(input.labelColumn(), "label");
        needed.put(input.scoreColumn(), "score");
        needed.put(input.predictionColumn(), "prediction");
        input.protectedAttributes().forEach(name -> needed.putIfAbsent(name, "protected attribute"));
        needed.forEach((name, role) -> {
            if (!known.contains(name)) {
                throw LeptonException.configuration(
                        "Cannot audit fairness: the rows have no column '%s' (%s).%s They have: %s."
                                .formatted(name, role, Suggestion.didYouMean(name, known), String.join(", ", known)));
            }
        });
        for (String name : List.of(input.labelColumn(), input.scoreColumn(), input.predictionColumn())) {
            DataType type = rows.schema().apply(name).dataType();
            if (!(type instanceof NumericType) && !(type instanceof BooleanType)) {
                throw LeptonException.configuration(
                        "Cannot audit fairness: column '%s' (%s) is %s, and numbers are needed. Encode its values as 0, 1, 2, ... first."
                                .formatted(name, needed.get(name), type.simpleString()));
            }
        }
        input.bins().keySet().forEach(name -> {
            if (!input.protectedAttributes().contains(name)) {
                throw LeptonException.configuration(
                        "Cannot audit fairness: bins are declared for '%s', which is no protected attribute.%s Add it to protected-attributes, or take the bins away."
                                .formatted(name, Suggestion.didYouMean(name, input.protectedAttributes())));
            }
        });
    }

    private void check(Map<List<String>, GroupTally> finest, GroupTally all) {
        if (finest.isEmpty()) {
            throw LeptonException.data("Cannot audit fairness: there are no rows. Check what the score stage wrote.");
        }
        long unusable = all.labelled(UNUSABLE);
        if (unusable > 0) {
            throw LeptonException.data(
                    "Cannot audit fairness: %d rows have no label ('%s'), no prediction ('%s') or no score ('%s'). Audit rows whose outcome is known."
                            .formatted(unusable, input.labelColumn(), input.predictionColumn(), input.scoreColumn()));
        }
        for (int i = 0; i < input.protectedAttributes().size(); i++) {
            int position = i;
            if (finest.keySet().stream().allMatch(names -> names.get(position).equals(ProtectedGroups.MISSING))) {
                throw LeptonException.data(
                        "Cannot audit fairness by column '%s': every value is missing. Was it dropped or masked before? Take it from protected-attributes, or keep it in the anonymize stage."
                                .formatted(input.protectedAttributes().get(i)));
            }
        }
    }

    /** What the task's measures make of a group's counts. */
    private interface Measure {
        GroupMetrics of(GroupTally tally, String attributes, String group, boolean judged);
    }
}
