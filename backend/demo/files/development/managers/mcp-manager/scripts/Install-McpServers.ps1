param([string]$Manifest = "$PSScriptRoot/../manifest.json")

function Install-McpServer {
    param([string]$Name)
    npm install "@courier/mcp-$Name"
}

(Get-Content $Manifest | ConvertFrom-Json).dependencies | ForEach-Object { Install-McpServer $_ }
