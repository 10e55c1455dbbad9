package evidence

import (
	"net/url"
	"strings"
)

// orderKeys are the members of a body that hold the gateway's order id.
var orderKeys = map[string]bool{
	"orderid": true, "productorderid": true, "order_id": true, "product_order_id": true, "fibrecafeorderid": true, "fibre_cafe_order_id": true,
}

// supplierKeys are the members of a body that hold the supplier's code.
var supplierKeys = map[string]bool{"supplier": true, "supplierid": true, "supplier_id": true, "suppliercode": true}

// fromBodies reads the order id and the supplier from the query and the bodies.
func (g *gathering) fromBodies() {
	if q := g.ex.Request; q != nil {
		g.fromQuery(q)
		g.fromBody(q.Body, "request body", q.Span)
	}
	if p := g.ex.Response; p != nil {
		g.fromBody(p.Body, "response body", p.Span)
		g.fromNewOrder(g.ex.Request, p)
	}
}

// fromNewOrder takes the id that the gateway gave an order when it was made.
func (g *gathering) fromNewOrder(q *Request, p *Response) {
	if q == nil || q.Method != "POST" || !strings.HasSuffix(strings.TrimRight(pathOf(q.URL), "/"), "/product-orders") || p.Status/100 != 2 {
		return
	}
	walkJSON(p.Body, func(m member) {
		if m.depth == 1 && m.key == "id" && !m.inArray && allDigits(m.value) && len(m.value) <= 32 {
			g.add(OrderID, m.value, "response body", p.Span, false)
		}
	})
}

func (g *gathering) fromQuery(q *Request) {
	_, query, _ := strings.Cut(q.URL, "?")
	query, _, _ = strings.Cut(query, "#")
	for query != "" && len(query) < 1<<16 {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		name, value, _ := strings.Cut(pair, "=")
		if v, err := url.QueryUnescape(value); err == nil && len(v) <= 64 && strings.TrimSpace(v) != "" {
			switch low := strings.ToLower(name); {
			case supplierKeys[low]:
				g.add(Supplier, v, "query of the request", q.Span, false)
			case low == "tenant":
				g.add(Tenant, v, "query of the request", q.Span, false)
			case orderKeys[low] && allDigits(v):
				g.add(OrderID, v, "query of the request", q.Span, false)
			}
		}
	}
}

// fromBody reads a JSON body. A related party is a supplier when its role says so, whichever
// of role and id comes first.
func (g *gathering) fromBody(body, where string, span Span) {
	if body != "" && body[0] == '<' {
		root, _, _ := readXML(body, 0)
		g.fromElements(root, where, span)
		return
	}
	if body == "" || body[0] != '{' && body[0] != '[' {
		return
	}
	role, id := 0, map[int]string{}
	walkJSON(body, func(m member) {
		if len(m.value) > 64 || m.inArray {
			return
		}
		switch key := strings.ToLower(m.key); {
		case orderKeys[key] && allDigits(m.value):
			g.add(OrderID, m.value, where, span, false)
		case supplierKeys[key] && m.quoted:
			g.add(Supplier, m.value, where, span, false)
		case key == "tenant" && m.quoted:
			g.add(Tenant, m.value, where, span, false)
		case key == "role" && strings.EqualFold(m.value, "supplier"):
			role = m.object
			g.add(Supplier, id[m.object], where, span, false)
		case key == "id" && m.quoted && m.object == role:
			g.add(Supplier, m.value, where, span, false)
		case key == "id" && m.quoted:
			clear(id) // only the object being read counts
			id[m.object] = m.value
		}
	})
}

// fromElements reads a body of XML.
func (g *gathering) fromElements(n *node, where string, span Span) {
	if n == nil {
		return
	}
	for _, kid := range n.kids {
		switch key := strings.ToLower(kid.key); {
		case !kid.scalar():
			g.fromElements(kid, where, span)
		case len(kid.value) > 64:
		case orderKeys[key] && allDigits(kid.value):
			g.add(OrderID, kid.value, where, span, false)
		case supplierKeys[key] && kid.value != "":
			g.add(Supplier, kid.value, where, span, false)
		case key == "tenant" && kid.value != "":
			g.add(Tenant, kid.value, where, span, false)
		}
	}
}

// fromPath concludes an order id from /product-orders/{digits}.
func (g *gathering) fromPath() {
	q := g.ex.Request
	if q == nil {
		return
	}
	_, rest, ok := strings.Cut(pathOf(q.URL), "/product-orders/")
	if !ok {
		return
	}
	id, _, _ := strings.Cut(rest, "/")
	id = strings.TrimSpace(id)
	if !allDigits(id) || len(id) > 32 {
		return
	}
	if f := g.facts[OrderID]; f != nil && f.Value != id {
		f.Others = append(f.Others, Other{id, "path of the request", q.Span})
		return
	}
	g.add(OrderID, id, "path of the request", q.Span, true)
}
