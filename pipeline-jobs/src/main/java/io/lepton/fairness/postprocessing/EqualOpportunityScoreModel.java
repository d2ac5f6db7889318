package io.lepton.fairness.postprocessing;

import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.FittedTable;
import io.lepton.fairness.postprocessing.scores.MonotoneMap;
import java.io.Serial;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Adds the scores that {@link EqualOpportunityScoreTransform} maps; null where there is no score, as it was for unseen groups that are
 * kept.
 */
public final class EqualOpportunityScoreModel extends ScoreModel<EqualOpportunityScoreModel> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Table table;
    private final Param<String> outputCol;

    /** How one group's scores are mapped. */
    public record GroupMap(String group, MonotoneMap map) {}

    /** @param maps one a group */
    public record Table(List<GroupMap> maps) {
        public Table {
            maps = List.copyOf(maps);
        }
    }

    EqualOpportunityScoreModel(String uid, Table table) {
        super(uid);
        this.table = table;
        this.outputCol = new Param<>(this, "outputCol", "column of mapped scores to add");
        setDefault(outputCol, "fairScore");
    }

    public static MLReader<EqualOpportunityScoreModel> read() {
        return FittedTable.reader(EqualOpportunityScoreModel.class, Table.class, EqualOpportunityScoreModel::new);
    }

    public static EqualOpportunityScoreModel load(String path) {
        return read().load(path);
    }

    /** One a group, in the order of their names. */
    public List<GroupMap> maps() {
        return table.maps;
    }

    public Param<String> outputCol() {
        return outputCol;
    }

    public EqualOpportunityScoreModel setOutputCol(String column) {
        set(outputCol, column);
        return this;
    }

    @Override
    protected Record table() {
        return table;
    }

    @Override
    protected EqualOpportunityScoreModel bare() {
        return new EqualOpportunityScoreModel(uid(), table);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = dataset.schema();
        transformSchema(schema);
        Column place = place(schema, table.maps.stream().map(GroupMap::group).toList());
        Column score = score(schema);
        MonotoneMap.Lines[] lines =
                table.maps.stream().map(group -> group.map.lines()).toArray(MonotoneMap.Lines[]::new);
        UDF2<Double, Integer, Double> mapped = (of, group) -> {
            // The group is asked for where the score is missing, too.
            if (of == null || group == null) {
                return null;
            }
            return group == 0 ? of : (Double) lines[group - 1].of(of);
        };
        return dataset.withColumn(
                getOrDefault(outputCol),
                when(score.isNotNull(), udf(mapped, DataTypes.DoubleType).apply(score, place)));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        requireScores(schema);
        return Cells.adding(schema, getOrDefault(outputCol), DataTypes.DoubleType, "outputCol");
    }
}
