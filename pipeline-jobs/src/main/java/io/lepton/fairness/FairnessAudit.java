package io.lepton.fairness;

import static io.lepton.fairness.counting.ProtectedGroups.column;
import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.lit;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.fairness.GroupMetrics.Labelled;
import io.lepton.fairness.counting.AuditTask;
import io.lepton.fairness.counting.CountedGroups;
import io.lepton.fairness.counting.GroupCounting;
import io.lepton.fairness.counting.GroupLimits;
import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.ProtectedGroups;
import io.lepton.fairness.measures.BinaryMeasures;
import io.lepton.fairness.measures.ClassMeasures;
import io.lepton.fairness.measures.Measures;
import io.lepton.fairness.measures.RegressionMeasures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * Audits predictions per group of each protected attribute, and per group of each intersection of them.
 *
 * <p>One pass counts rows per finest group × label × prediction × score bin; everything else is arithmetic on those counts (a
 * second, smaller pass comes first where a numeric protected attribute has no declared bins). Where the input does not tell the task it is guessed from
 * the rows: labels and predictions all 0 or 1 are binary; all whole numbers from 0 to 999, classes; anything else, regression.
 *
 * <p>Rows may lack a label: what needs none is told of all rows, and what compares predictions with labels of those that have one.
 */
public final class FairnessAudit {
    private final AuditInput input;

    public FairnessAudit(AuditInput input) {
        this.input = input;
    }

    /**
     * Measures every group.
     *
     * @param rows one row a prediction; has the columns that the input names
     * @throws LeptonException configuration: a column is unknown or of the wrong type; data: no rows, rows without prediction or
     *     score, a protected column without any value
     */
    public FairnessReport audit(Dataset<Row> rows) {
        checkColumns(rows);
        return of(counted(rows, ProtectedGroups.of(rows, input.protectedAttributes(), input.bins())));
    }

    /**
     * The same of rows that were counted before.
     *
     * @param counted tallies by the names of the groups, one a protected attribute, in their order
     * @throws LeptonException as {@link #audit}, but for columns
     */
    public FairnessReport of(CountedGroups counted) {
        Map<List<String>, GroupTally> finest = counted.all();
        GroupLimits.require(finest.keySet(), input.protectedAttributes());
        GroupTally all = sum(finest);
        check(finest, all);
        Contrasts contrasts = new Contrasts();
        if (counted.unlabelled().isEmpty()) {
            return compared(input, Told.ALL, finest, all, FewUnlabelled.none(), contrasts)
                    .with(contrasts.worst());
        }
        AuditInput.Judgement sizes = input.judgement();
        if (!counted.labelled().isEmpty() && sum(counted.unlabelled()).rows() < sizes.privacyThreshold()) {
            // What was predicted for so few would follow from figures with and without them.
            return of(new CountedGroups(counted.labelled(), new HashMap<>()));
        }
        FewUnlabelled few = counted.labelled().isEmpty()
                ? FewUnlabelled.none()
                : new FewUnlabelled(
                        counted,
                        GroupComparison.sets(input.protectedAttributes().size(), input.depth()),
                        sizes.privacyThreshold());
        FairnessReport predictions = compared(
                input.withJudgement(new AuditInput.Judgement(sizes.minimumRows(), 0, sizes.privacyThreshold())),
                Told.PREDICTIONS,
                finest,
                all,
                few,
                contrasts);
        return counted.labelled().isEmpty()
                ? new PartlyLabelled(predictions, FairnessReport.ofNobody(), contrasts.worst(), Labelled.NONE).report()
                : new PartlyLabelled(
                                predictions,
                                compared(
                                        input, Told.OUTCOMES, counted.labelled(), all, FewUnlabelled.none(), contrasts),
                                contrasts.worst(),
                                new Labelled(sizes.privacyThreshold(), false, true))
                        .report();
    }

    /** @param all all rows, whose labels and predictions tell what they are */
    private FairnessReport compared(
            AuditInput asked,
            Told told,
            Map<List<String>, GroupTally> finest,
            GroupTally all,
            FewUnlabelled few,
            Contrasts contrasts) {
        GroupTally everybody = told == Told.OUTCOMES ? sum(finest) : all;
        return new GroupComparison(asked, told, measures(all, everybody), finest, everybody, few, contrasts).report();
    }

    private static GroupTally sum(Map<List<String>, GroupTally> finest) {
        GroupTally sum = new GroupTally();
        finest.values().forEach(sum::addAll);
        return sum;
    }

    /** The columns that are counted. */
    private CountedGroups counted(Dataset<Row> rows, Map<String, Column> groups) {
        List<Column> numbers = new ArrayList<>(List.of(
                number(input.labelColumn()),
                number(input.predictionColumn()),
                number(input.scoreColumn()),
                input.weightColumn().map(FairnessAudit::number).orElseGet(() -> lit(1.0))));
        input.probabilitiesColumn()
                .filter(name -> input.task().countsProbabilities())
                .ifPresent(name -> numbers.addAll(probabilities(rows.schema(), name)));
        return new GroupCounting(rows, input.task(), groups, numbers).counted();
    }

    /** A class's each. */
    private List<Column> probabilities(StructType schema, String name) {
        Column all = schema.apply(name).dataType() instanceof ArrayType
                ? column(name)
                : vector_to_array(column(name), "float64");
        return IntStream.range(0, input.task().classes())
                .mapToObj(k -> all.getItem(k).cast("double"))
                .toList();
    }

    private static Column number(String name) {
        return column(name).cast("double");
    }

    private Measures measures(GroupTally all, GroupTally everybody) {
        return switch (input.task().kind()) {
            case BINARY -> new BinaryMeasures(everybody);
            case CLASSES -> new ClassMeasures(classes(all), everybody);
            case QUANTITY -> new RegressionMeasures();
            case GUESSED -> guessed(all, everybody);
        };
    }

    private static Measures guessed(GroupTally all, GroupTally everybody) {
        SortedSet<Integer> classes = all.classes();
        if (classes.first() < 0) {
            return new RegressionMeasures();
        }
        return classes.last() <= 1 ? new BinaryMeasures(everybody) : new ClassMeasures(classes, everybody);
    }

    /** Those that are told, whether a row has them or not, and any others that rows have. */
    private SortedSet<Integer> classes(GroupTally all) {
        SortedSet<Integer> classes = all.classes();
        for (int each = 0; each < input.task().classes(); each++) {
            classes.add(each);
        }
        return classes;
    }

    private void checkColumns(Dataset<Row> rows) {
        List<String> known = Arrays.asList(rows.columns());
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put(input.labelColumn(), "label");
        needed.put(input.scoreColumn(), "score");
        input.probabilitiesColumn().ifPresent(name -> needed.put(name, "probabilities"));
        needed.put(input.predictionColumn(), "prediction");
        input.weightColumn().ifPresent(name -> needed.put(name, "weight"));
        input.protectedAttributes().forEach(name -> needed.putIfAbsent(name, "protected attribute"));
        needed.forEach((name, role) -> {
            if (!known.contains(name)) {
                throw LeptonException.configuration(
                        "Cannot audit fairness: the rows have no column '%s' (%s).%s They have: %s."
                                .formatted(name, role, Suggestion.didYouMean(name, known), String.join(", ", known)));
            }
        });
        List<String> numbers =
                new ArrayList<>(List.of(input.labelColumn(), input.scoreColumn(), input.predictionColumn()));
        input.weightColumn().ifPresent(numbers::add);
        for (String name : numbers) {
            DataType type = rows.schema().apply(name).dataType();
            if (!(type instanceof NumericType) && !(type instanceof BooleanType)) {
                throw LeptonException.configuration(
                        "Cannot audit fairness: column '%s' (%s) is %s, and numbers are needed. Encode its values as 0, 1, 2, ... first."
                                .formatted(name, needed.get(name), type.simpleString()));
            }
        }
        input.probabilitiesColumn().ifPresent(name -> {
            DataType type = rows.schema().apply(name).dataType();
            boolean isArray = type instanceof ArrayType array && array.elementType() instanceof NumericType;
            if (!isArray && !(type.equals(SQLDataTypes.VectorType()))) {
                throw LeptonException.configuration(
                        "Cannot audit fairness: column '%s' (probabilities) is %s, and an array or a vector of numbers is needed, one a class."
                                .formatted(name, type.simpleString()));
            }
        });
        input.bins().keySet().forEach(name -> {
            if (!input.protectedAttributes().contains(name)) {
                throw LeptonException.configuration(
                        "Cannot audit fairness: bins are declared for '%s', which is no protected attribute.%s Add it to protected-attributes, or take the bins away."
                                .formatted(name, Suggestion.didYouMean(name, input.protectedAttributes())));
            }
        });
    }

    private void checkClasses(GroupTally all) {
        SortedSet<Integer> found = all.classes();
        boolean fits =
                switch (input.task().kind()) {
                    case BINARY -> found.first() >= 0 && found.last() <= 1;
                    case CLASSES -> found.first() >= 0;
                    case QUANTITY, GUESSED -> true;
                };
        if (!fits) {
            throw LeptonException.data(
                    "Cannot audit fairness: there are labels ('%s') or predictions ('%s') other than %s. Encode them so, or audit a quantity."
                            .formatted(
                                    input.labelColumn(),
                                    input.predictionColumn(),
                                    input.task().kind() == AuditTask.Kind.BINARY
                                            ? "0 and 1"
                                            : "whole numbers from 0 to 999"));
        }
    }

    private void check(Map<List<String>, GroupTally> finest, GroupTally all) {
        if (finest.isEmpty()) {
            throw LeptonException.data("Cannot audit fairness: there are no rows. Check what the score stage wrote.");
        }
        double unusable = all.labelled(GroupTally.UNUSABLE);
        if (unusable > 0) {
            String weight = input.weightColumn()
                    .map(name -> ", or no weight ('" + name + "')")
                    .orElse("");
            throw LeptonException.data(
                    "Cannot audit fairness: %.0f rows have no prediction ('%s') or no score ('%s')%s. Leave them out, or score them."
                            .formatted(unusable, input.predictionColumn(), input.scoreColumn(), weight));
        }
        checkClasses(all);
        if (all.weight() == 0) {
            throw LeptonException.data("Cannot audit fairness: all rows have a weight of 0.");
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
}
