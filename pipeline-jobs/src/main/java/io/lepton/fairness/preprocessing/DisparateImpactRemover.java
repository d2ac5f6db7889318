package io.lepton.fairness.preprocessing;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.Groups;
import io.lepton.fairness.mitigation.RepairEstimator;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Changes numeric features so that no group can be told from any one of them, and keeps the order within groups: with F the distribution
 * function of a feature in a row's group, Q the quantiles of each group and λ the repair level,
 *
 * <pre>x ↦ (1 − λ) · x + λ · median over groups of Q(F(x))</pre>
 *
 * (Feldman, Friedler, Moeller, Scheidegger and Venkatasubramanian, 2015, "Certifying and removing disparate impact", the geometric repair).
 * Features are repaired one by one: several together may still tell the group. Quantiles are Greenwald and Khanna's (2001), within a
 * rank of
 * 1 / (10 · numQuantiles), in memory that does not grow with the rows. Rows that are scored must tell the protected attribute, as they must
 * be repaired as the training rows were. With {@code handleInvalid} keep a feature that is missing in all rows of a group stays as it is there.
 */
public final class DisparateImpactRemover extends RepairEstimator<DisparateImpactRemover, DisparateImpactModel>
        implements DisparateImpactParams<DisparateImpactRemover> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Fields fields;
    private final IntParam numQuantiles;

    public DisparateImpactRemover() {
        this(Identifiable$.MODULE$.randomUID("disparateImpactRemover"));
    }

    /** Made by Spark when it loads a saved stage. */
    public DisparateImpactRemover(String uid) {
        super(uid);
        this.fields = Fields.of(this);
        this.numQuantiles = new IntParam(
                this, "numQuantiles", "steps of rank at which a distribution is kept", ParamValidators.gtEq(2));
        setDefault(fields.inputCols(), new String[0]);
        setDefault(fields.outputCols(), new String[0]);
        setDefault(fields.inputCol(), "features");
        setDefault(fields.outputCol(), "fairFeatures");
        setDefault(fields.indices(), new int[0]);
        setDefault(fields.repairLevel(), 1.0);
        setDefault(numQuantiles, 1000);
    }

    public static MLReader<DisparateImpactRemover> read() {
        return new DefaultParamsReader<>();
    }

    public static DisparateImpactRemover load(String path) {
        return read().load(path);
    }

    @Override
    public StringArrayParam inputCols() {
        return fields.inputCols();
    }

    @Override
    public StringArrayParam outputCols() {
        return fields.outputCols();
    }

    @Override
    public Param<String> inputCol() {
        return fields.inputCol();
    }

    @Override
    public Param<String> outputCol() {
        return fields.outputCol();
    }

    @Override
    public IntArrayParam indices() {
        return fields.indices();
    }

    @Override
    public DoubleParam repairLevel() {
        return fields.repairLevel();
    }

    public IntParam numQuantiles() {
        return numQuantiles;
    }

    /** @param value at least 2 */
    public DisparateImpactRemover setNumQuantiles(int value) {
        set(numQuantiles, value);
        return this;
    }

    /**
     * @throws LeptonException data, for no rows, or a group in which a feature is always missing, unless such groups are kept; configuration, for too many groups or
     * elements
     *     that vectors lack
     */
    @Override
    public DisparateImpactModel fit(Dataset<?> dataset) {
        StructType schema = dataset.schema();
        transformSchema(schema);
        Column values = repairsVector()
                ? Cells.array(getOrDefault(inputCol()))
                : array(Arrays.stream(getOrDefault(inputCols()))
                        .map(Cells::number)
                        .toArray(Column[]::new));
        Dataset<Row> rows = dataset.select(Groups.name(this, schema).as("group"), values.as("values"));
        int[] features = features(rows);
        int steps = (int) getOrDefault(numQuantiles);
        Column levels = lit(IntStream.rangeClosed(0, steps)
                .mapToDouble(level -> (double) level / steps)
                .toArray());
        List<Column> quantiles = new ArrayList<>();
        for (int feature : features) {
            Column value = col("values").getItem(feature);
            quantiles.add(percentile_approx(when(isnan(value), lit(null)).otherwise(value), levels, lit(10 * steps)));
        }
        List<Row> found = rows.groupBy("group")
                .agg(quantiles.get(0), quantiles.subList(1, quantiles.size()).toArray(Column[]::new))
                .limit(Groups.MOST + 1)
                .collectAsList();
        Groups.requireFew(found.size(), this);
        List<DisparateImpactModel.GroupQuantiles> groups = found.stream()
                .map(row -> quantiles(row, features))
                .sorted(Comparator.comparing(DisparateImpactModel.GroupQuantiles::group))
                .toList();
        return fitted(new DisparateImpactModel(
                uid(),
                new DisparateImpactModel.Table(Arrays.stream(features).boxed().toList(), groups)));
    }

    /** Which elements are repaired; the first row tells how many there are. */
    private int[] features(Dataset<Row> rows) {
        List<Row> first = rows.where("values is not null")
                .select(size(col("values")))
                .limit(1)
                .collectAsList();
        if (first.isEmpty()) {
            throw LeptonException.data(
                    "Cannot repair features: there are no rows. Check the filters before this stage.");
        }
        int elements = first.get(0).getInt(0);
        int[] chosen = getOrDefault(indices());
        int[] features = repairsVector() && chosen.length > 0
                ? chosen
                : IntStream.range(0, elements).toArray();
        for (int feature : features) {
            if (feature >= elements) {
                throw LeptonException.configuration(
                        "Cannot repair element " + feature + " of column '" + getOrDefault(inputCol())
                                + "': vectors have " + elements + " elements, counted from 0. Mend indices.");
            }
        }
        return features;
    }

    private DisparateImpactModel.GroupQuantiles quantiles(Row row, int[] features) {
        List<List<Double>> quantiles = new ArrayList<>();
        for (int i = 0; i < features.length; i++) {
            if (row.isNullAt(i + 1) && keepsUnseenGroups()) {
                quantiles.add(List.of());
                continue;
            }
            if (row.isNullAt(i + 1)) {
                String feature = repairsVector()
                        ? "element " + features[i] + " of column '" + getOrDefault(inputCol())
                        : "column '" + getOrDefault(inputCols())[i];
                throw LeptonException.data("Cannot repair " + feature
                        + "': it is missing in all rows of group '" + row.getString(0)
                        + "'. Leave the feature or the group out, or fill it before.");
            }
            quantiles.add(List.copyOf(row.<Double>getList(i + 1)));
        }
        return new DisparateImpactModel.GroupQuantiles(row.getString(0), quantiles);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        requireGroups(schema);
        return repaired(schema);
    }
}
