package io.lepton.jobs.mitigation;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.GroupNaming;
import io.lepton.fairness.mitigation.GroupParams;
import io.lepton.fairness.mitigation.Groups;
import io.lepton.fairness.mitigation.MitigatedModel;
import io.lepton.fairness.preprocessing.CorrelationRemover;
import io.lepton.fairness.preprocessing.CorrelationRemoverModel;
import io.lepton.fairness.preprocessing.DisparateImpactModel;
import io.lepton.fairness.preprocessing.DisparateImpactModel.GroupQuantiles;
import io.lepton.fairness.preprocessing.DisparateImpactRemover;
import io.lepton.fairness.preprocessing.FairFeatures;
import io.lepton.features.FittedFeatures;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Fits repairs of features. Features that are made of the attribute itself are taken out, but for numbers of it where groups are ranges
 * of them.
 *
 * @param features what stands at each place of a vector
 */
public record FeatureRepairs(GroupNaming naming, FittedFeatures features) {
    private static final String ONE_HOT = "lepton_groups";

    /**
     * Fits the repair that an attempt asks for.
     *
     * @param rows features (vector), weight, and the group or the attribute
     * @throws LeptonException data, where nothing can be repaired
     */
    public FairFeatures fit(Attempt attempt, Dataset<Row> rows) {
        Dataset<Row> grouped = rows.withColumn(MitigatedModel.GROUP, naming.told(rows));
        return switch (attempt.method()) {
            case DISPARATE_IMPACT_REMOVER -> ofRanks(attempt, grouped);
            case CORRELATION_REMOVER -> ofMeans(attempt, grouped);
            default -> throw new IllegalArgumentException(attempt.name() + " changes no features");
        };
    }

    private FairFeatures ofRanks(Attempt attempt, Dataset<Row> rows) {
        List<Integer> removed = removed();
        int[] repaired = ordered().stream()
                .filter(place -> !removed.contains(place))
                .mapToInt(Integer::intValue)
                .toArray();
        if (repaired.length == 0) {
            throw LeptonException.data("Cannot mitigate by " + attempt.inWords()
                    + ": it changes numbers, and no feature but the attribute is one. Choose another method.");
        }
        DisparateImpactModel model = new DisparateImpactRemover()
                .setProtectedCols(MitigatedModel.GROUP)
                .setHandleInvalid(GroupParams.KEEP)
                .setIndices(repaired)
                .setRepairLevel(attempt.strength())
                .fit(rows.select(MitigatedModel.GROUP, "features"));
        List<String> groups = model.groups().stream().map(GroupQuantiles::group).toList();
        return new FairFeatures(model, naming, groups, removed);
    }

    private FairFeatures ofMeans(Attempt attempt, Dataset<Row> rows) {
        List<String> groups = rows
                .select(MitigatedModel.GROUP)
                .distinct()
                .limit(Groups.MOST + 1)
                .as(Encoders.STRING())
                .collectAsList()
                .stream()
                .sorted()
                .toList();
        Groups.requireFew(groups.size(), naming.attribute());
        Column[] oneHot = groups.stream()
                .map(group -> col(MitigatedModel.GROUP).equalTo(group).cast("double"))
                .toArray(Column[]::new);
        CorrelationRemoverModel model = new CorrelationRemover()
                .setSensitiveCols(ONE_HOT)
                .setWeightCol("weight")
                .setHandleMissing(GroupParams.KEEP)
                .setAlpha(attempt.strength())
                .fit(rows.select(
                        col("features"),
                        col("weight"),
                        array_to_vector(array(oneHot)).as(ONE_HOT)));
        return new FairFeatures(model, naming, groups, removed());
    }

    /** Places of what is made of the attribute and tells the group. */
    private List<Integer> removed() {
        boolean staysInRanges = !naming.bins().isEmpty() && features.keepsOrder(naming.attribute());
        return staysInRanges ? List.of() : features.placesOf(naming.attribute());
    }

    /** Places of numbers: of other features no rank can be told. */
    private List<Integer> ordered() {
        return features.inputColumns().stream()
                .filter(features::keepsOrder)
                .flatMap(column -> features.placesOf(column).stream())
                .toList();
    }
}
