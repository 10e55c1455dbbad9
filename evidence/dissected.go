package evidence

import "strings"

// dissected reads a JSON body that a protocol dissector shows member by member:
//
//	Object
//	    Member: code
//	        String value: NOT_FOUND
//	        Key: code
type dissected struct{}

const dissectedName = "dissected JSON"

func (f dissected) parts(d *document) []part {
	var out []part
	for k := 0; k < len(d.lines); k++ {
		if d.taken[k] {
			continue
		}
		line, _ := d.trimmed(k)
		if line != "Object" && line != "Array" {
			continue
		}
		root, end := f.tree(d, k)
		if len(root.kids) == 0 {
			continue
		}
		var b strings.Builder
		root.writeJSON(&b)
		out = append(out, part{format: dissectedName, body: b.String(), span: root.span})
		d.take(k, end)
		k = end - 1
	}
	return out
}

// branch is an object, array or member of a dissected tree that is open.
type branch struct {
	node   *node
	indent int
	key    string // of a member
}

// tree reads the tree whose root stands in line k and returns the line behind it.
func (dissected) tree(d *document, k int) (root *node, end int) {
	depth := func(n int) int { l := d.line(n); return len(l) - len(strings.TrimLeft(l, " \t")) }
	top := depth(k)
	root = &node{kind: mapNode, span: Span{d.lines[k].Start, d.lines[k].End}}
	if line, _ := d.trimmed(k); line == "Array" {
		root.kind = listNode
	}
	stack := []branch{{node: root, indent: top}}
	for end = k + 1; end < len(d.lines) && !d.taken[end] && !d.blank(end) && depth(end) > top; end++ {
		line, start := d.trimmed(end)
		indent := depth(end)
		for len(stack) > 1 && stack[len(stack)-1].indent >= indent {
			stack = stack[:len(stack)-1]
		}
		b := &stack[len(stack)-1]
		name, value, _ := strings.Cut(line, ": ")
		n := &node{key: b.key, value: value, span: Span{start, start + len(line)}}
		root.span.End = d.lines[end].End
		switch {
		case strings.HasPrefix(line, "Member"):
			if len(stack) < maxNodeDepth {
				stack = append(stack, branch{b.node, indent, strings.TrimPrefix(value, "Key: ")})
			}
			continue
		case line == "Object" || line == "Array":
			n.kind, n.value = mapNode, ""
			if line == "Array" {
				n.kind = listNode
			}
			if len(stack) < maxNodeDepth {
				stack = append(stack, branch{node: n, indent: indent})
			}
		case name == "String value":
			n.kind = textNode
		case name == "Number value":
		case line == "True value" || line == "False value" || line == "Null value":
			n.value = strings.ToLower(strings.TrimSuffix(line, " value"))
		default:
			continue
		}
		b.node.kids = append(b.node.kids, n)
	}
	return root, end
}
