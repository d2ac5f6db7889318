package io.lepton.fairness.postprocessing;

import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.FittedTable;
import io.lepton.fairness.mitigation.Groups;
import io.lepton.fairness.postprocessing.scores.ScoreTable;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Draws who gets the base rate, as {@link CalibratedEqualizedOdds} found; scores of unseen groups, where they are kept, stay as they are.
 */
public final class CalibratedEqualizedOddsModel extends ScoreModel<CalibratedEqualizedOddsModel>
        implements DrawParams<CalibratedEqualizedOddsModel> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Table table;
    private final Param<String> outputCol;
    private final StringArrayParam keyCols;
    private final LongParam seed;

    /**
     * What was found of one group.
     *
     * @param baseRate share of positives
     * @param meanScore far from the base rate, the scores are not calibrated, and neither is the repair
     * @param falsePositiveRate generalized, before
     * @param falseNegativeRate generalized, before
     * @param mixingRate share of rows that get the base rate
     * @param reaches whether the group then costs as much as the costliest
     */
    public record Mixing(
            String group,
            double baseRate,
            double meanScore,
            double falsePositiveRate,
            double falseNegativeRate,
            double mixingRate,
            boolean reaches) {

        private static Mixing of(String group, ScoreTable table) {
            double negatives = table.allNegatives();
            double positives = table.allPositives();
            if (negatives == 0 || positives == 0) {
                throw LeptonException.data("Cannot equalize odds: group '" + group + "' has no "
                        + (positives == 0 ? "positive" : "negative")
                        + " label. Gather more of its rows, join it with another group, or leave it out.");
            }
            double ofNegatives = 0;
            double ofPositives = 0;
            for (int bin = 0; bin < table.size(); bin++) {
                ofNegatives += table.negatives()[bin] * table.middle(bin);
                ofPositives += table.positives()[bin] * table.middle(bin);
            }
            double all = negatives + positives;
            return new Mixing(
                    group,
                    positives / all,
                    (ofNegatives + ofPositives) / all,
                    ofNegatives / negatives,
                    1 - ofPositives / positives,
                    0,
                    true);
        }

        private double cost(String constraint) {
            return cost(constraint, falsePositiveRate, falseNegativeRate);
        }

        private double cost(String constraint, double fpr, double fnr) {
            return switch (constraint) {
                case "fpr" -> fpr;
                case "fnr" -> fnr;
                default -> fpr * (1 - baseRate) + fnr * baseRate;
            };
        }

        private Mixing raisedTo(double target, String constraint) {
            double own = cost(constraint);
            double trivial = cost(constraint, baseRate, 1 - baseRate);
            boolean reaches = own == target || trivial >= target;
            double rate = own == target ? 0 : trivial > own ? Math.min(1, (target - own) / (trivial - own)) : 0;
            return new Mixing(group, baseRate, meanScore, falsePositiveRate, falseNegativeRate, rate, reaches);
        }
    }

    /** @param groups in the order of their names */
    public record Table(List<Mixing> groups) {
        public Table {
            groups = List.copyOf(groups);
        }

        static Table of(SortedMap<String, ScoreTable> scores, String constraint) {
            List<Mixing> before = new ArrayList<>();
            scores.forEach((group, table) -> before.add(Mixing.of(group, table)));
            double target = before.stream()
                    .mapToDouble(group -> group.cost(constraint))
                    .max()
                    .orElseThrow();
            return new Table(before.stream()
                    .map(group -> group.raisedTo(target, constraint))
                    .toList());
        }
    }

    CalibratedEqualizedOddsModel(String uid, Table table) {
        super(uid);
        this.table = table;
        this.outputCol = CalibratedEqualizedOdds.outputCol(this);
        this.keyCols = DrawParams.keyCols(this);
        this.seed = DrawParams.seed(this);
        setDefault(outputCol, "fairScore");
        setDefault(seed, 42L);
    }

    public static MLReader<CalibratedEqualizedOddsModel> read() {
        return FittedTable.reader(CalibratedEqualizedOddsModel.class, Table.class, CalibratedEqualizedOddsModel::new);
    }

    public static CalibratedEqualizedOddsModel load(String path) {
        return read().load(path);
    }

    /** What was found, one a group. */
    public List<Mixing> mixings() {
        return table.groups;
    }

    public Param<String> outputCol() {
        return outputCol;
    }

    @Override
    public StringArrayParam keyCols() {
        return keyCols;
    }

    @Override
    public LongParam seed() {
        return seed;
    }

    public CalibratedEqualizedOddsModel setOutputCol(String column) {
        set(outputCol, column);
        return this;
    }

    @Override
    protected Record table() {
        return table;
    }

    @Override
    protected CalibratedEqualizedOddsModel bare() {
        return new CalibratedEqualizedOddsModel(uid(), table);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = dataset.schema();
        transformSchema(schema);
        Column place = place(schema, table.groups.stream().map(Mixing::group).toList());
        Column score = score(schema);
        Column base = Groups.lookup(place, table.groups, Mixing::baseRate);
        Column rate = Groups.lookup(place, table.groups, Mixing::mixingRate);
        return dataset.withColumn(
                getOrDefault(outputCol),
                when(score.isNotNull(), when(lot().lt(rate), base).otherwise(score)));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        requireScores(schema);
        requireKeys(schema);
        return Cells.adding(schema, getOrDefault(outputCol), DataTypes.DoubleType, "outputCol");
    }
}
