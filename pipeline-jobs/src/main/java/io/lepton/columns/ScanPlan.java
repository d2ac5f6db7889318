package io.lepton.columns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.RowToColumnarExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import scala.collection.JavaConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * A plan that yields batches.
 *
 * @param columns what is still to be computed of them
 */
record ScanPlan(SparkPlan scan, ScanColumns columns) {

    /** The plan's scan, if it only computes columns of one and leaves out rows; else the whole plan, its rows in batches. */
    static ScanPlan of(SparkPlan plan) {
        return ofScan(plan).orElseGet(() -> inBatches(plan));
    }

    private static ScanPlan inBatches(SparkPlan plan) {
        return new ScanPlan(new RowToColumnarExec(plan), ofRows(plan));
    }

    /** The columns of a plan's rows. */
    static ScanColumns ofRows(SparkPlan plan) {
        return ScanColumns.ofRows(list(plan.output()));
    }

    /** Empty where rows are made of anything else than one scan. */
    static Optional<ScanPlan> ofScan(SparkPlan plan) {
        List<Expression> computed = List.copyOf(list(plan.output()));
        List<Expression> conditions = new ArrayList<>();
        SparkPlan at = plan;
        while (!(at instanceof ColumnarToRowExec)) {
            if (at instanceof WholeStageCodegenExec stage) {
                at = stage.child();
            } else if (at instanceof InputAdapter adapter) {
                at = adapter.child();
            } else if (at instanceof FilterExec filter) {
                conditions.addAll(conjuncts(filter.condition()));
                at = filter.child();
            } else if (at instanceof ProjectExec project) {
                Definitions definitions = Definitions.of(list(project.projectList()));
                computed = computed.stream().map(definitions::into).toList();
                conditions.replaceAll(definitions::into);
                at = project.child();
            } else {
                return Optional.empty();
            }
        }
        SparkPlan scan = ((ColumnarToRowExec) at).child();
        SparkPlan batches = scan instanceof InputAdapter adapter ? adapter.child() : scan;
        boolean computable = computed.stream().allMatch(ScanPlan::isComputable)
                && conditions.stream().allMatch(ScanPlan::isComputable);
        // What is closer to the scan may keep from rows that the rest cannot be computed of.
        Collections.reverse(conditions);
        return computable
                ? Optional.of(new ScanPlan(
                        batches, new ScanColumns(list(batches.output()), computed, List.copyOf(conditions))))
                : Optional.empty();
    }

    /** The last first, as conditions are collected. */
    private static List<Expression> conjuncts(Expression condition) {
        return condition instanceof And and
                ? Stream.concat(conjuncts(and.right()).stream(), conjuncts(and.left()).stream())
                        .toList()
                : List.of(condition);
    }

    /** Whether it says the same whenever, and wherever, it is asked. */
    private static boolean isComputable(Expression expression) {
        return expression.deterministic()
                && !(expression instanceof PlanExpression)
                && list(expression.children()).stream().allMatch(ScanPlan::isComputable);
    }

    private static <T> List<T> list(scala.collection.Seq<T> elements) {
        return List.copyOf(JavaConverters.seqAsJavaList(elements));
    }

    /** Puts what columns were defined as where they are used. */
    private static final class Definitions extends AbstractPartialFunction<Expression, Expression> {
        private final Map<ExprId, Expression> definitions;

        private Definitions(Map<ExprId, Expression> definitions) {
            this.definitions = definitions;
        }

        static Definitions of(List<NamedExpression> projected) {
            Map<ExprId, Expression> definitions = new HashMap<>();
            for (NamedExpression each : projected) {
                if (each instanceof Alias alias) {
                    definitions.put(alias.exprId(), alias.child());
                }
            }
            return new Definitions(definitions);
        }

        Expression into(Expression expression) {
            return expression.transformUp(this);
        }

        @Override
        public boolean isDefinedAt(Expression expression) {
            return expression instanceof Attribute attribute && definitions.containsKey(attribute.exprId());
        }

        @Override
        public Expression apply(Expression expression) {
            return definitions.get(((Attribute) expression).exprId());
        }
    }
}
