-- Drives `svodka lsp` from Neovim, an editor with an LSP client of its own, in a project that holds inputs/ and templates/:
--   nvim --headless -u NONE -n -c 'luafile neovim.lua' -c 'cquit 1'        (-l is not known to Neovim 0.7)
-- Prints what it saw, a line a step; ends with status 1 when something is missing, or when the client complains of the server.
-- Nothing depends on how fast the machine is: every step waits for what it needs.
local function fail(words)
  io.stdout:write("FAIL: " .. words .. "\n")
  io.stdout:flush()
  os.exit(1)  -- cquit would only end this chunk later
end
local function say(words)
  io.stdout:write(words .. "\n")
  io.stdout:flush()
end
local limit = 100000  -- ms; the caller's is a little longer
local function wait(what, condition)
  if not vim.wait(limit, condition, 10) then fail("timed out: " .. what) end
end

-- Warnings and notes are the demonstration's own.
local function errors(buffer) return vim.diagnostic.get(buffer, { severity = vim.diagnostic.severity.ERROR }) end

local ending = false
local client = vim.lsp.start_client({
  name = "svodka",
  cmd = { "svodka", "--lang", "ru", "lsp" },
  root_dir = vim.fn.getcwd(),
  on_error = function(code, words) fail("the client: " .. tostring(vim.lsp.client_errors[code]) .. " " .. vim.inspect(words)) end,
  on_exit = function(code) if not ending then fail("the server ended with status " .. code) end end,
})
local function open(path)
  vim.cmd("edit " .. path)
  local buffer = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(buffer, client)
  return buffer
end
local function request(buffer, method, line, character)
  local params = { textDocument = { uri = vim.uri_from_bufnr(buffer) }, position = { line = line, character = character } }
  local answer = vim.lsp.buf_request_sync(buffer, method, params, limit)
  if not answer or not answer[client] then fail("no answer to " .. method) end
  return answer[client].result
end
local function line_with(buffer, words)
  for i, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    if line:find(words, 1, true) then return i - 1, line end
  end
  fail("no line with " .. words)
end

local log = open("inputs/activities/2020-10.yaml")
wait("the client", function() return vim.lsp.buf_is_attached(log, client) and vim.lsp.get_client_by_id(client).initialized end)

-- A slip in a line of Cyrillic, typed as a person types.
local row, line = line_with(log, "status: done")
vim.api.nvim_buf_set_lines(log, row, row + 1, false, { (line:gsub("done", "dnoe")) })
wait("a finding", function() return #errors(log) > 0 end)
local finding = errors(log)[1]
-- Where the rule's name is kept differs between versions.
local code = finding.code or (finding.user_data and finding.user_data.lsp and finding.user_data.lsp.code)
say(string.format("%d %s %s", finding.lnum - row, code, (finding.message:gsub("\n", " | "))))
vim.api.nvim_buf_set_lines(log, row, row + 1, false, { line })
wait("its end", function() return #errors(log) == 0 end)
say("clean")

-- A field of a record, in place of one.
local function labels_at(line_number, character)
  local labels = {}
  for _, item in ipairs(request(log, "textDocument/completion", line_number, character).items) do labels[item.label] = item.detail end
  return labels
end
local date_row, date = line_with(log, "    date:")
vim.api.nvim_buf_set_lines(log, date_row, date_row + 1, false, { "    da" })
say("field date: " .. (labels_at(date_row, 6).date or "none"))
vim.api.nvim_buf_set_lines(log, date_row, date_row + 1, false, { date })

-- Characters that take one, two and four bytes stand before the place; the client counts in UTF-16.
local title_row, title = line_with(log, "title:")
vim.api.nvim_buf_set_lines(log, title_row, title_row + 1, false, { title .. " 😀 привет" })
local schools_row, schools = line_with(log, "schools: [")
vim.api.nvim_buf_set_lines(log, schools_row, schools_row + 1, false, { "    schools: [izo" })
-- Typed all the same while a check runs: an answer never waits for one.
say("izobilnaya: " .. (labels_at(schools_row, 17).izobilnaya or "none"))
vim.api.nvim_buf_set_lines(log, schools_row, schools_row + 1, false, { schools })
vim.api.nvim_buf_set_lines(log, title_row, title_row + 1, false, { title })

local item_row, item = line_with(log, "plan-item: ")
local hover = request(log, "textDocument/hover", item_row, 16)
say(vim.split(hover.contents.value, "\n")[1])
local target = request(log, "textDocument/definition", item_row, 16)
local path = vim.uri_to_fname(target.uri)
say(vim.fn.fnamemodify(path, ":t") .. ": " .. vim.trim(vim.fn.readfile(path)[target.range.start.line + 1]))

local report = open("templates/progress-report.yaml")
local sql_row, sql = line_with(report, "schools: SELECT name FROM")
vim.api.nvim_buf_set_lines(report, sql_row, sql_row + 1, false, { (sql:gsub("SELECT name", "SELECT nmae")) })
wait("a finding in SQL", function() return #errors(report) > 0 end)
local wrong = errors(report)[1]
say(string.format("%d:%d %s", wrong.lnum - sql_row, wrong.col, (wrong.message:gsub("\n", " | "))))

ending = true
vim.lsp.stop_client(client)
wait("the end", function() return vim.lsp.client_is_stopped(client) end)
say("stopped")
vim.cmd("qall!")
