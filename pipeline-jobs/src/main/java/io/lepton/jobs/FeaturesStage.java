package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.lepton.config.Train;
import io.lepton.error.LeptonException;
import io.lepton.features.FeatureTable;
import io.lepton.features.FittedFeatures;
import io.lepton.features.InputProfile;
import io.lepton.features.RowSplitter;
import io.lepton.features.SplitMethod;
import io.lepton.features.SplitPlan;
import io.lepton.lake.TableVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code trusted/TABLE} → {@code features/TABLE}, and the transformations fitted on its training rows. */
final class FeaturesStage implements Stage {

    /**
     * What the ledger keeps.
     *
     * @param fitted path of the fitted transformations
     * @param inputs of the training rows
     */
    record Detail(
            String fitted,
            List<String> featureNames,
            InputProfile inputs,
            long trainingRows,
            long testRows,
            LabelCodec label) {
        Detail {
            // Older ledgers tell nothing of them.
            inputs = inputs == null ? InputProfile.unknown() : inputs;
        }
    }

    private static final Set<String> ADDED = Set.of("split", "features", "probability", "prediction", "rawPrediction");

    @Override
    public StageName name() {
        return StageName.FEATURES;
    }

    @Override
    public StageOutcome run(RunContext context) {
        Train train = context.pipeline().train();
        TableVersion trusted = context.versionOf(StageName.ANONYMIZE, context.trustedTable());
        Dataset<Row> rows = context.read(trusted);
        requireFreeNames(context, rows, train.label());
        requireGroups(context, rows);
        ProtectedGroup.of(context.pipeline()).ifPresent(group -> group.requireFew(rows));
        LabelCodec label = LabelCodec.fit(rows, train.label(), train.task(), train.positive());
        new ClassGates(label).require(context.pipeline().audit().gates());

        Dataset<Row> split = new RowSplitter()
                .split(rows, context.keys(), label.stratum(), splitPlan(context))
                .persist();
        try {
            Dataset<Row> trainingRows = split.where(col("split").equalTo("train"));
            FittedFeatures fitted = new FeatureColumns(context.pipeline().features(), train)
                    .plan(rows.columns(), context.keys())
                    .fit(trainingRows);
            String path = context.workPath(context.runId(), "features");
            fitted.save(path);

            context.lake().prepare(context.featureTable());
            new FeatureTable(context.spark(), context.lake().pathOf(context.featureTable()))
                    .write(
                            featureRows(context, label.encode(fitted.transform(split)), train),
                            context.keys(),
                            context.pipeline().features().eventTime(),
                            context.writeId(name()).deltaOptions(context.featureTable()));
            TableVersion features = context.lake()
                    .written(context.featureTable(), context.writeId(name()))
                    .orElseGet(() -> new TableVersion(
                            context.featureTable(), context.lake().version(context.featureTable())));
            long all = split.count();
            long training = trainingRows.count();
            return StageOutcome.done(
                    all,
                    all,
                    0,
                    List.of(trusted),
                    List.of(features),
                    new Detail(
                            path,
                            fitted.featureNames(),
                            InputProfile.of(fitted, trainingRows),
                            training,
                            all - training,
                            label));
        } finally {
            split.unpersist();
        }
    }

    /** A column of a name that a later step adds would be read, or written over, in its place: a leak of the label at worst. */
    private static void requireFreeNames(RunContext context, Dataset<Row> rows, String label) {
        for (String column : rows.columns()) {
            if (ADDED.contains(column) || column.equals("label") && !label.equals("label")) {
                throw LeptonException.configuration("Cannot make features of " + context.trustedTable()
                        + ": it has a column '" + column
                        + "', the name of a column that Lepton adds. Rename it in the source, "
                        + "or drop it under anonymize.columns.");
            }
        }
    }

    /** Here, and not in the audit: a table of scores that cannot be audited should not come to be. */
    private static void requireGroups(RunContext context, Dataset<Row> rows) {
        List<String> attributes = context.pipeline().audit().protectedAttributes().stream()
                .filter(Set.of(rows.columns())::contains)
                .toList();
        if (attributes.isEmpty()) {
            return;
        }
        List<Column> known = attributes.stream()
                .map(name -> max(Columns.of(name).isNotNull()))
                .toList();
        Row row = rows.agg(known.get(0), known.subList(1, known.size()).toArray(Column[]::new))
                .head();
        for (int i = 0; i < attributes.size(); i++) {
            if (row.isNullAt(i) || !row.getBoolean(i)) {
                throw LeptonException.data("Cannot audit fairness by column '" + attributes.get(i) + "' of "
                        + context.trustedTable() + ": every value is missing. Was it masked before? "
                        + "Take it from audit.protected-attributes, or keep it in the anonymize stage.");
            }
        }
    }

    private static Dataset<Row> featureRows(RunContext context, Dataset<Row> encoded, Train train) {
        List<Column> columns = new ArrayList<>();
        context.keys().forEach(key -> columns.add(Columns.of(key)));
        context.pipeline().features().eventTime().ifPresent(time -> columns.add(Columns.of(time)));
        columns.add(col("split"));
        columns.add(col("label"));
        columns.add(train.weight()
                .map(weight -> Columns.of(weight).cast("double"))
                .orElse(lit(1.0))
                .as("weight"));
        columns.add(col("features"));
        ProtectedGroup.of(context.pipeline()).ifPresent(group -> columns.add(group.column(encoded)));
        return encoded.select(columns.toArray(Column[]::new));
    }

    private static SplitPlan splitPlan(RunContext context) {
        Train.Split split = context.pipeline().train().split();
        return new SplitPlan(
                SplitMethod.valueOf(split.method().name()),
                split.testFraction(),
                split.column(),
                context.pipeline().seed());
    }
}
