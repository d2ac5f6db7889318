package io.lepton.training.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.stages.MeanImputer;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class TreeRulesTest {
    private static final List<String> NAMES = List.of("age", "rooms");

    private final SparkSession spark;

    TreeRulesTest(SparkSession spark) {
        this.spark = spark;
    }

    private static String condition(int feature, double threshold, boolean above) {
        return NAMES.get(feature) + (above ? " > " : " <= ") + threshold;
    }

    /** Yes between 10 and 20 only, with one exception; fewer ages than MLlib has bins, one row each. */
    private Dataset<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int age = 0; age < 30; age++) {
            double label = age > 10 && age <= 20 && age != 15 ? 1 : 0;
            rows.add(RowFactory.create(Vectors.dense(age, age % 3), label, 1.0));
        }
        return spark.createDataFrame(
                        rows,
                        new StructType()
                                .add("features", SQLDataTypes.VectorType())
                                .add("label", DataTypes.DoubleType)
                                .add("weight", DataTypes.DoubleType))
                .coalesce(1);
    }

    private Transformer tree(TaskType task, int depth) {
        return Trees.decisionTree(task, new Trees.DecisionTreeSettings(depth, 5))
                .fit(rows())
                .stages()[1];
    }

    @Test
    void saysWhatTheTreeDecides() {
        TreeRules rules = new TreeRules(TreeRulesTest::condition, "bought", List.of("no", "yes"));

        assertThat(rules.of(tree(TaskType.BINARY, 2)))
                .containsExactlyInAnyOrder(
                        "Where age <= 10.5: bought is no for 100.0 % of 11 rows.",
                        "Where age > 10.5 and age <= 20.5: bought is yes for 90.0 % of 10 rows.",
                        "Where age > 20.5: bought is no for 100.0 % of 9 rows.");
    }

    @Test
    void saysNumbersWithoutClassesAndNothingOfATreeWithoutForks() {
        TreeRules rules = new TreeRules(TreeRulesTest::condition, "price", List.of());

        assertThat(rules.of(tree(TaskType.REGRESSION, 2)))
                .contains("Where age > 10.5 and age <= 20.5: price is about 0.9000, by 10 rows.");
        assertThat(rules.of(tree(TaskType.REGRESSION, 2))).hasSize(3);
        assertThat(new TreeRules(TreeRulesTest::condition, "bought", List.of("no", "yes"))
                        .of(Trees.decisionTree(TaskType.BINARY, new Trees.DecisionTreeSettings(3, 20))
                                .fit(rows())
                                .stages()[1]))
                .containsExactly("Always: bought is no for 70.0 % of 30 rows.");
        assertThatThrownBy(() -> rules.of(new MeanImputer().fit(rows())))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("only a single decision tree");
    }
}
