package io.lepton.fairness.postprocessing;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.FittedTable;
import io.lepton.fairness.mitigation.Groups;
import io.lepton.fairness.postprocessing.thresholds.CriticalRegion;
import java.io.Serial;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Decides as {@link RejectOptionClassifier} found; rows without a score stay undecided, unseen groups, where they are kept, have no region.
 */
public final class RejectOptionModel extends ScoreModel<RejectOptionModel> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Table table;
    private final Param<String> predictionCol;

    /** @param groups that were seen */
    public record Table(List<String> groups, CriticalRegion region) {
        public Table {
            groups = List.copyOf(groups);
        }
    }

    RejectOptionModel(String uid, Table table) {
        super(uid);
        this.table = table;
        this.predictionCol = RejectOptionClassifier.predictionCol(this);
        setDefault(predictionCol, "fairPrediction");
    }

    public static MLReader<RejectOptionModel> read() {
        return FittedTable.reader(RejectOptionModel.class, Table.class, RejectOptionModel::new);
    }

    public static RejectOptionModel load(String path) {
        return read().load(path);
    }

    /** The region, and whether it keeps the bound. */
    public CriticalRegion region() {
        return table.region;
    }

    public Param<String> predictionCol() {
        return predictionCol;
    }

    public RejectOptionModel setPredictionCol(String column) {
        set(predictionCol, column);
        return this;
    }

    @Override
    protected Record table() {
        return table;
    }

    @Override
    protected RejectOptionModel bare() {
        return new RejectOptionModel(uid(), table);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = dataset.schema();
        transformSchema(schema);
        CriticalRegion region = table.region;
        Column place = place(schema, table.groups);
        Column from = Groups.lookup(
                place,
                table.groups,
                group -> region.privileged().contains(group)
                        ? Math.nextUp(region.privilegedAbove())
                        : region.othersFrom());
        Column score = score(schema);
        Column selected = when(from.isNull(), score.gt(region.threshold())).otherwise(score.geq(from));
        return dataset.withColumn(
                getOrDefault(predictionCol),
                when(score.isNotNull(), when(selected, lit(1.0)).otherwise(lit(0.0))));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        requireScores(schema);
        return Cells.adding(schema, getOrDefault(predictionCol), DataTypes.DoubleType, "predictionCol");
    }
}
