<#import "parts.ftl" as p>
<@p.page title=title>
<header><h1>${title}</h1>
<p>${audited}</p></header>
<section aria-labelledby="fairness"><h2 id="fairness">Fairness</h2>
<#list fairness as each><@p.f.body found=each.found tell=each.tell view=each.view/></#list>
</section>
</@p.page>
