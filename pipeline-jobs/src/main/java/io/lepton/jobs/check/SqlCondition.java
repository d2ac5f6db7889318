package io.lepton.jobs.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.ColumnReferenceContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.FunctionCallContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.LambdaContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.NamedExpressionContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.QueryContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.SingleExpressionContext;

/**
 * A condition in SQL.
 *
 * @param fault what is wrong with its syntax, and at which character
 * @param columns names of columns that it reads, as written, without backticks
 * @param functions names of functions that it calls
 */
record SqlCondition(Optional<SqlGrammar.Fault> fault, List<Name> columns, List<Name> functions) {
    /** @param character position in the condition, counted from 1 */
    record Name(String text, int character) {}

    static SqlCondition parse(String sql) {
        SqlGrammar.Parsed<SingleExpressionContext> parsed = SqlGrammar.parse(sql, SqlBaseParser::singleExpression);
        SqlCondition condition = new SqlCondition(parsed.fault(), new ArrayList<>(), new ArrayList<>());
        return condition.fault().isPresent() ? condition : condition.read(parsed.tree());
    }

    private SqlCondition read(SingleExpressionContext tree) {
        NamedExpressionContext named = tree.namedExpression();
        if (named.name != null) {
            // 'age betwen 3' begins with a column and its new name, which a condition does not need.
            Token name = named.name.getStart();
            return new SqlCondition(Optional.of(SqlGrammar.unexpected(name, name.getText())), List.of(), List.of());
        }
        visit(tree, new HashSet<>());
        return this;
    }

    private void visit(ParseTree node, Set<String> parameters) {
        if (node instanceof QueryContext) {
            return;
        }
        Set<String> inner = parameters;
        if (node instanceof LambdaContext lambda) {
            inner = new HashSet<>(parameters);
            for (ParserRuleContext parameter : lambda.identifier()) {
                inner.add(name(parameter).toLowerCase(Locale.ROOT));
            }
            visit(lambda.expression(), inner);
            return;
        }
        if (node instanceof ColumnReferenceContext column
                && !inner.contains(name(column).toLowerCase(Locale.ROOT))) {
            columns.add(new Name(name(column), SqlGrammar.character(column.getStart())));
        }
        if (node instanceof FunctionCallContext call && call.functionName().qualifiedName() != null) {
            functions.add(new Name(name(call.functionName()), SqlGrammar.character(call.getStart())));
        }
        for (int i = 0; i < node.getChildCount(); i++) {
            visit(node.getChild(i), inner);
        }
    }

    private static String name(ParserRuleContext identifier) {
        String text = identifier.getText();
        return text.length() > 1 && text.startsWith("`") && text.endsWith("`")
                ? text.substring(1, text.length() - 1).replace("``", "`")
                : text;
    }
}
